using System.Reflection;

namespace Moderation.Scoring;

/// <summary>The model that ships with the product, embedded in this assembly, so that it is found whatever the working directory is.</summary>
public static class BaseModel
{
    private const string Resource = "Moderation.Scoring.BaseModel.base.model";

    /// <summary>The artefact's bytes. Each call reads them anew, because whoever has loaded a model from them needs them no longer.</summary>
    public static ReadOnlyMemory<byte> Bytes => Read();

    /// <summary>Loads the base model. Each call makes a new instance of some 5 MB: keep it.</summary>
    public static Model Load() => Model.Load(Bytes);

    private static byte[] Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException("The assembly lacks its base model.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
