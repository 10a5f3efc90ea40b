import crypto from 'node:crypto';
import Ajv from 'ajv';
import Ajv2019 from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { json, text } from '../lib/repository.mjs';

const schemas = 'eng/infra-checks/schemas';
const validators = new Map();

/** Validates a value against a schema of this folder; problems name the place in the value. */
function problems(repository, schemaFile, value, where) {
  const source = text(repository, `${schemas}/${schemaFile}`);
  if (!validators.has(source)) {
    const options = { allErrors: true, strict: false };
    const ajv = schemaFile === 'azure.yaml.schema.json' ? new Ajv2019(options) : new Ajv(options);
    addFormats(ajv);
    validators.set(source, ajv.compile(JSON.parse(source)));
  }
  const validate = validators.get(source);
  return validate(value) ? [] : validate.errors.map((error) => `${where}${error.instancePath} ${error.message}${detail(error)}`);
}

const detail = ({ params }) => (params.additionalProperty ? ` (${params.additionalProperty})` : '');
const jsonFile = (repository, schemaFile, file) => problems(repository, schemaFile, json(repository, file), file);
const yamlFile = (repository, schemaFile, file) => problems(repository, schemaFile, parse(text(repository, file)), file);
const workflows = (repository) => [...repository.keys()].filter((file) => /^\.github\/workflows\/.+\.yml$/.test(file));
const flat = (value) => JSON.stringify(value);

/** Every document that is not a template, against its schema and against what it points to. */
export const documentChecks = {
  'azure.yaml: matches the schema': (repository) => yamlFile(repository, 'azure.yaml.schema.json', 'azure.yaml'),

  'azure.yaml: says what this template needs': (repository) => {
    const actual = parse(text(repository, 'azure.yaml'));
    const hook = (name) => ({ kind: 'dotnet', run: `./eng/deploy/hooks/${name}.cs` });
    const wanted = {
      name: 'probefleet',
      metadata: { template: 'probefleet@0.1.0' },
      requiredVersions: { azd: '>= 1.25.0' },
      infra: { provider: 'bicep', path: 'infra', module: 'main' },
      hooks: { postprovision: hook('postprovision'), postdeploy: hook('postdeploy') },
    };
    return [...new Set([...Object.keys(wanted), ...Object.keys(actual)])].filter((key) => flat(actual[key]) !== flat(wanted[key])).map((key) => `${key} differs`);
  },

  'azure.yaml: README asks for the same azd': (repository) => {
    const version = parse(text(repository, 'azure.yaml')).requiredVersions.azd.match(/^>= (\d+\.\d+)\.0$/)?.[1];
    return text(repository, 'README.md').includes(`(https://aka.ms/azd-install) ${version} or later`) ? [] : [`README.md does not ask for azd ${version}`];
  },

  'azure.yaml: every hook exists': (repository) => Object.values(parse(text(repository, 'azure.yaml')).hooks)
    .filter(({ run }) => !repository.has(run.replace('./', ''))).map(({ run }) => `${run} does not exist`),

  'host.json: matches the schema': (repository) => jsonFile(repository, 'host.schema.json', 'host.json'),

  'app-settings.json: matches the schema, names once': (repository) => {
    const names = json(repository, 'infra/app-settings.json').settings.map((item) => item.name);
    return [...jsonFile(repository, 'app-settings.schema.json', 'infra/app-settings.json'), ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name} is twice`)];
  },

  'vantages.sample.json: matches the schema': (repository) => jsonFile(repository, 'vantages.schema.json', 'infra/vantages.sample.json'),

  'vantages.schema.json: has the fields of the parameter': (repository) => {
    const declared = [...text(repository, 'infra/types.bicep').matchAll(/^ {2}(\w+): /gm)].map(([, name]) => name);
    const item = json(repository, `${schemas}/vantages.schema.json`).items.properties;
    return [...Object.keys(item), ...Object.keys(item.network.properties)].filter((name) => !declared.includes(name)).map((name) => `${name} is no field of the parameter`);
  },

  'parameters: each that main.bicep declares comes from azd, a list also when its variable is empty': (repository) => {
    const file = json(repository, 'infra/main.parameters.json');
    // What the deployment itself makes anew each time, azd has no value for.
    const declared = [...text(repository, 'infra/main.bicep').matchAll(/^param (\w+) (\S+)(.*)$/gm)]
      .filter(([, , , value]) => !value.includes('newGuid()'))
      .map(([, name, type]) => ({ name, type }));
    return [
      ...['$schema', 'contentVersion'].filter((name) => !(name in file)).map((name) => `${name} is missing`),
      ...Object.keys(file.parameters).filter((name) => !declared.some((param) => param.name === name)).map((name) => `${name} is not declared`),
      ...declared.flatMap(({ name, type }) => {
        const wanted = type.endsWith('[]') ? /^\$\{[A-Z_]+:-null\}$/ : /^\$\{[A-Z_]+(:-\w+)?\}$/;
        return wanted.test(file.parameters[name]?.value) ? [] : [`${name} is not ${wanted.source}`];
      }),
    ];
  },

  'workflows: each that deploys or compares passes every variable that the parameters read': (repository) => {
    const read = [...text(repository, 'infra/main.parameters.json').matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name);
    const passed = (file, job) => parse(text(repository, `.github/workflows/${file}.yml`)).jobs[job].env;
    const missing = (file, job, own) => read.filter((name) => !own.includes(name) && !(name in passed(file, job)));
    return [
      ...missing('azure-dev', 'deploy', ['AZURE_PRINCIPAL_ID']).map((name) => `azure-dev.yml does not pass ${name}: a push would deploy its default`),
      ...missing('bicep', 'what-if', ['AZURE_PRINCIPAL_ID', 'AZURE_PRINCIPAL_TYPE']).map((name) => `bicep.yml does not pass ${name}: it would compare with its default`),
    ];
  },

  'workbook: matches the schema': (repository) => jsonFile(repository, 'workbook.schema.json', 'infra/fleet.workbook.json'),

  'workflows: match the schema': (repository) => workflows(repository).flatMap((file) => yamlFile(repository, 'workflow.schema.json', file)),

  'workflows: all are there and do their work': (repository) => Object.entries({
    'ci.yml': ['azurite', 'dotnet publish src/ProbeFleet.Functions -c Release', 'eng/host-smoke.sh', 'azure-functions-core-tools@4', 'dotnet format', 'eng/house-rules.sh', 'codeql-action/analyze', 'eng/infra-checks/run.sh --mutations', 'workflow_call'],
    'azure-dev.yml': ['federated-credential-provider github', 'azd provision --no-prompt', 'azd deploy --no-prompt', 'id-token: write', 'workflows: [ci]', "workflow_run.conclusion == 'success'", "workflow_run.event == 'push'", 'environment: production'],
    'bicep.yml': ['dotnet test tests/ProbeFleet.Infra.Tests', 'bicep build infra/main.bicep', 'what-if', 'workflow_dispatch'],
    'release.yml': ['uses: ./.github/workflows/ci.yml', 'needs: [ci, native, packages]', 'environment: release'],
  }).flatMap(([name, wanted]) => {
    const source = repository.get(`.github/workflows/${name}`) ?? '';
    return wanted.filter((part) => !source.includes(part)).map((part) => `${name} lacks ${part}`);
  }),

  'workflows: no long-lived secret signs in to Azure': (repository) => workflows(repository)
    .filter((file) => /secrets\.(AZURE|ARM)/.test(text(repository, file))).map((file) => `${file} uses a secret; use federated login`),

  'dependabot.yml: matches the schema': (repository) => yamlFile(repository, 'dependabot.schema.json', '.github/dependabot.yml'),

  'devcontainer.json: is JSON with what azd needs': (repository) => {
    const features = Object.keys(json(repository, '.devcontainer/devcontainer.json').features ?? {}).join(' ');
    return ['azure/azure-dev/azd', 'azure-cli', 'node'].filter((name) => !features.includes(name)).map((name) => `${name} is missing`);
  },

  'schemas: copied ones are the pinned copies': (repository) => Object.entries(json(repository, 'eng/infra-checks/expected.json').schemaDigests)
    .filter(([file, digest]) => crypto.createHash('sha256').update(text(repository, file)).digest('hex') !== digest).map(([file]) => `${file} was changed`),
};
