using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using ProbeFleet.Functions.Http;

namespace ProbeFleet.Functions.Dashboard;

/// <summary>A page's address for who comes with a key: signed-in people get the page at its route.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OpensAttribute(DashboardPage page) : Attribute
{
    public DashboardPage Page => page;
}

/// <summary>A function as the signed-in pages reach it: by the route and the methods of its own trigger, so each is listed once.</summary>
internal sealed class SignedInRoute
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly MethodInfo _method;
    private readonly string[] _methods;
    private readonly string[] _segments;
    private readonly DashboardPage? _page;
    private readonly ObjectFactory? _create;

    private SignedInRoute(MethodInfo method)
    {
        var trigger = method.GetParameters()
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).First(found => found is not null)!;
        _method = method;
        _methods = trigger.Methods!;
        _segments = [.. trigger.Route!.Split('/').Where(segment => !segment.EndsWith("?}", StringComparison.Ordinal))];
        _page = method.GetCustomAttribute<OpensAttribute>()?.Page;
        _create = method.IsStatic ? null : ActivatorUtilities.CreateFactory(method.DeclaringType!, []);
    }

    public static IReadOnlyList<SignedInRoute> All { get; } =
    [
        .. typeof(SignedInRoute).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(Declared))
            .Where(method => method.IsDefined(typeof(SignedInAttribute)) || method.IsDefined(typeof(OpensAttribute)))
            .Select(method => new SignedInRoute(method)),
    ];

    public override string ToString() => $"{string.Join(',', _methods)} {string.Join('/', _segments)}";

    /// <summary>Whether it answers a method at a path, given in parts.</summary>
    public bool Takes(string method, IReadOnlyList<string> path) => _methods.Contains(method) && path.Count == _segments.Length
        && _segments.Zip(path).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);

    public Task<IResult> AnswerAsync(
        IServiceProvider services, HttpRequest request, IReadOnlyList<string> path, CancellationToken cancellationToken)
    {
        if (_page is { } page)
        {
            return Task.FromResult(DashboardFiles.Page(page, SignedInFunctions.Root));
        }

        object?[] arguments = [.. _method.GetParameters().Select(parameter => parameter.ParameterType switch
        {
            var type when type == typeof(HttpRequest) => request,
            var type when type == typeof(CancellationToken) => cancellationToken,
            _ => (object)path[Array.IndexOf(_segments, $"{{{parameter.Name}}}")],
        })];
        var functions = _create?.Invoke(services, []);
        var answer = _method.Invoke(functions, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
        return answer as Task<IResult> ?? Task.FromResult((IResult)answer!);
    }
}
