namespace ProbeFleet.StandIns.Tests.Api;

/// <summary>Type names as C# writes them, with their namespaces.</summary>
internal static class ApiNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
    };

    public static string Of(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword) || (keyword = type.IsGenericParameter ? type.Name : null) is not null)
        {
            return keyword;
        }

        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!)}[]";
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return $"{Of(value)}?";
        }

        var name = type.FullName ?? $"{type.Namespace}.{type.Name}";
        return type.IsGenericType
            ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : name.Replace('+', '.');
    }
}
