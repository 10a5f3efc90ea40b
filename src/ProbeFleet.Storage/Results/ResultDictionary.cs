namespace ProbeFleet.Storage.Results;

/// <summary>
/// The dictionaries of <see cref="PackedText"/>, in the files beside this one: text that healthy results and their outlines usually
/// contain, most common last. A stored row is read with the dictionary that packed it, so these never change; better ones are added as
/// new versions.
/// </summary>
internal static class ResultDictionary
{
    public static byte[] Result => Read("result.dictionary");

    public static byte[] Outline => Read("outline.dictionary");

    private static byte[] Read(string file)
    {
        using var stream = typeof(ResultDictionary).Assembly.GetManifestResourceStream(file)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
