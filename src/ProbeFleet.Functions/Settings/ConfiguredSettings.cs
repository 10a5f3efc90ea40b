using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ProbeFleet.Functions.Settings;

/// <summary>The settings as options of the host, read once from its configuration.</summary>
internal sealed class ConfiguredSettings(IConfiguration configuration, TimeProvider clock) : IOptionsFactory<VantageSettings>
{
    private VantageSettings? _settings;

    /// <inheritdoc/>
    public VantageSettings Create(string name) => _settings ??= VantageSettings.Read(setting => configuration[setting], clock);
}
