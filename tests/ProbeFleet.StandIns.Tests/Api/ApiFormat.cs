using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ProbeFleet.StandIns.Tests.Api;

/// <summary>Writes a type and its members as the listings do.</summary>
/// <param name="withNullability">Whether the official assembly says which references may be null.</param>
internal sealed class ApiFormat(bool withNullability)
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly NullabilityInfoContext _nullability = new();

    public static string Header(Type type)
    {
        Type[] parents = [.. type.IsClass && type.BaseType != typeof(object) ? [type.BaseType!] : Type.EmptyTypes, .. OwnInterfaces(type)];
        var names = type.IsEnum ? "int" : string.Join(", ", parents.Select(ApiNames.Of));
        var usage = type.GetCustomAttribute<AttributeUsageAttribute>(inherit: false);
        return $"T:{Kind(type)} {ApiNames.Of(type)}{(names.Length > 0 ? $" : {names}" : "")}{(usage is null ? "" : $"  [AttributeUsage({usage.ValidOn})]")}";
    }

    public IEnumerable<string> Members(Type type) => type.IsEnum
        ? Enum.GetNames(type).Select(name => $"F:{name} = {Convert.ToInt32(Enum.Parse(type, name), CultureInfo.InvariantCulture)}")
        : [
            .. type.GetConstructors(Declared).Where(constructor => !constructor.IsStatic && IsVisible(constructor)).Select(Constructor),
            .. type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible)).Select(Property),
            .. type.GetMethods(Declared).Where(method => !method.IsSpecialName && IsVisible(method)).Select(Method),
            .. type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily).Select(field => $"F:{ApiNames.Of(field.FieldType)} {field.Name}"),
        ];

    private static IEnumerable<Type> OwnInterfaces(Type type) => type.IsEnum ? [] : type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []);

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily;

    private static string Modifiers(MethodBase method) => method switch
    {
        { DeclaringType.IsInterface: true } => "",
        { IsFamily: true } => "protected ",
        { IsStatic: true } => "static ",
        { IsAbstract: true } => "abstract ",
        MethodInfo { IsVirtual: true, IsFinal: false } own when own.GetBaseDefinition() != own => "override ",
        { IsVirtual: true, IsFinal: false } => "virtual ",
        _ => "",
    };

    private static string Constraints(MethodInfo method) => string.Concat(method.GetGenericArguments().Select(argument =>
    {
        string[] constraints =
        [
            .. Enumerable.Repeat("class", argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? 1 : 0),
            .. argument.GetGenericParameterConstraints().Select(ApiNames.Of),
        ];
        return constraints is [] ? "" : $" where {argument.Name} : {string.Join(", ", constraints)}";
    }));

    private string Constructor(ConstructorInfo constructor) => $"M:{Modifiers(constructor)}.ctor({Parameters(constructor)})";

    private string Property(PropertyInfo property)
    {
        var accessors = string.Concat(property.GetAccessors()
            .Select(accessor => accessor.Name.StartsWith("get_", StringComparison.Ordinal) ? "get; " : "set; "));
        var index = string.Join(", ", property.GetIndexParameters().Select(Parameter));
        var type = Annotated(property.PropertyType, () => _nullability.Create(property));
        return $"P:{Modifiers(property.GetMethod!)}{type} {(index.Length > 0 ? $"this[{index}]" : property.Name)} {{ {accessors}}}";
    }

    private string Method(MethodInfo method)
    {
        var generics = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";
        var result = Annotated(method.ReturnType, () => _nullability.Create(method.ReturnParameter));
        return $"M:{Modifiers(method)}{result} {method.Name}{generics}({Parameters(method)}){Constraints(method)}";
    }

    private string Parameters(MethodBase method)
    {
        var extends = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return extends + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private string Parameter(ParameterInfo parameter)
    {
        var way = parameter.IsOut ? "out " : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        return $"{way}{Annotated(type, () => _nullability.Create(parameter))} {parameter.Name}{Default(parameter)}";
    }

    private static string Default(ParameterInfo parameter) => (parameter.HasDefaultValue, parameter.RawDefaultValue) switch
    {
        (false, _) => "",
        (true, null) => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? " = default" : " = null",
        (true, var value) when parameter.ParameterType.IsEnum =>
            $" = {ApiNames.Of(parameter.ParameterType)}.{Enum.ToObject(parameter.ParameterType, value)}",
        (true, var value) => $" = {value}",
    };

    private string Annotated(Type type, Func<NullabilityInfo> nullability) =>
        withNullability && !type.IsValueType && nullability().ReadState == NullabilityState.Nullable ? $"{ApiNames.Of(type)}?" : ApiNames.Of(type);
}
