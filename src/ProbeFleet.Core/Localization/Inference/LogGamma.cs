namespace ProbeFleet.Core.Localization.Inference;

/// <summary>The logarithm of the gamma function for positive arguments (Stirling's series after a shift; error below 1e-9).</summary>
internal static class LogGamma
{
    public static double Compute(double x)
    {
        var shift = 0.0;
        if (x < 7)
        {
            var product = 1.0;
            do
            {
                product *= x;
                x++;
            }
            while (x < 7);
            shift = -Math.Log(product);
        }

        var square = 1 / (x * x);
        return shift + ((x - .5) * Math.Log(x)) - x + 0.91893853320467274
            + ((1 / x) * ((1.0 / 12) - (square * ((1.0 / 360) - (square / 1260)))));
    }

    /// <summary>The log of the Beta function.</summary>
    public static double Beta(double a, double b) => Compute(a) + Compute(b) - Compute(a + b);
}
