namespace ProbeFleet.Cli.Tests.Commands;

/// <summary>The parser repeats what it does not know: a secret behind a misspelled option must not be shown, everything else must.</summary>
public sealed class MisspelledOptionTests
{
    private const string FunctionKey = "q7Zt_xW-3kPmB9sLdVhN2cYrEaJ5uGfT8oKiQwXyAzFuMnbVcRtZ0g==";
    private const string OlderKey = "aB3dEf/G7hIjKlMnOpQ+rStUvWx/Yz0123456789AbCdEfGhIjKl/MnOw==";
    private const string RootedKey = "/B3dEfG7hIjKlMnOpQ+rStUvWxYz0123456789AbCdEfGhIjKlMnOw==";
    private const string DashedKey = "-B3dEfG7hIjKlMnOpQrStUvWxYz0123456789AbCdEfGhIjKlMnOw==";

    [Theory]
    [InlineData("--kye=", FunctionKey)]
    [InlineData("--kye:", FunctionKey)]
    [InlineData("--kye ", FunctionKey)]
    [InlineData("-kye=", FunctionKey)]
    [InlineData("--kye=", OlderKey)]
    [InlineData("--kye ", OlderKey)]
    [InlineData("--kye=", RootedKey)]
    [InlineData("--kye ", RootedKey)]
    [InlineData("--kye ", DashedKey)]
    [InlineData("--kye ", "s3cr3t.With.dots/and/slashes+0123456789")]
    [InlineData("--ulr https://app.contoso.example/api/fleet?code=", FunctionKey)]
    [InlineData("--ulr=https://app.contoso.example/api/fleet?code=", OlderKey)]
    [InlineData("--storag DefaultEndpointsProtocol=https;AccountName=contoso;EndpointSuffix=core.windows.net;AccountKey=", OlderKey)]
    [InlineData("--storag=AccountName=contoso;EndpointSuffix=core.windows.net;AccountKey=", OlderKey)]
    public async Task MisspelledOption_WithASecret_IsNamedAndTheSecretIsNot(string before, string secret)
    {
        var run = await RunAsync($"fleet --url https://app.contoso.example {before}{secret}");

        Assert.Equal(2, run.Code);
        Assert.Contains(before.Split(' ', '=', ':')[0], run.Error, StringComparison.Ordinal);
        for (var start = 0; start + 8 <= secret.Length; start++)
        {
            Assert.DoesNotContain(secret.Substring(start, 8), run.Error + run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task MisspelledOption_InAFileOfArguments_IsNamedAndTheSecretIsNot()
    {
        using var scratch = new Scratch();
        var file = scratch.File("arguments.txt", $"--kye\n{FunctionKey}\n");

        var run = await RunAsync($"fleet @{file}");

        Assert.Equal(2, run.Code);
        Assert.Contains("--kye", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(FunctionKey[..8], run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--cofnig fleet.jsno")]
    [InlineData("--cofnig=fleet.jsno")]
    [InlineData("--cofnig ./environments/production/fleet.json")]
    [InlineData("--cofnig ./environments/production/fleet")]
    [InlineData("--cofnig=environments/production/fleet.jsonc")]
    [InlineData("--cofnig /etc/probefleet/production/fleet.json")]
    [InlineData("--ulr https://probefleet-swedencentral.contoso.example/api")]
    [InlineData("--ulr=https://probefleet-swedencentral.contoso.example/api")]
    [InlineData("--with-a-name-that-no-option-of-it-has")]
    public async Task MisspelledOption_WithAFileOrAUrl_IsShownWithIt(string words)
    {
        var run = await RunAsync($"probe {words}");

        Assert.Equal(2, run.Code);
        Assert.All(words.Split(' '), word => Assert.Contains($"'{word}'", run.Error, StringComparison.Ordinal));
    }

    private static Task<CliRun> RunAsync(string words) =>
        CliRun.WithAsync((_, _, _) => throw new InvalidOperationException(), words.Split(' '));
}
