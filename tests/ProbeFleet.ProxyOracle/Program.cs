foreach (var target in args.Select(text => new Uri(text)))
{
    var proxy = HttpClient.DefaultProxy.GetProxy(target);
    Console.WriteLine(HttpClient.DefaultProxy.IsBypassed(target) || proxy is null ? "direct" : proxy.AbsoluteUri);
}
