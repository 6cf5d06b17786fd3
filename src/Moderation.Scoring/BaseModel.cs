using System.Reflection;

namespace Moderation.Scoring;

/// <summary>The models that ship with the product, embedded in this assembly, so that it is found whatever the working directory is.</summary>
public static class BaseModel
{
    /// <summary>The artefact's bytes. Each call reads them anew, because whoever has loaded a model from them needs them no longer.</summary>
    public static ReadOnlyMemory<byte> Bytes(ShippedModel which = ShippedModel.Sentences) => Read(which == ShippedModel.Words ? "words.model" : "base.model");

    /// <summary>Loads a shipped model. Each call makes a new instance of some 5 MB: keep it. The sentence reader is loaded once per process, at the first text that is scored.</summary>
    public static Model Load(ShippedModel which = ShippedModel.Sentences) => Model.Load(Bytes(which));

    private static byte[] Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Moderation.Scoring.BaseModel." + name)
            ?? throw new InvalidOperationException("The assembly lacks its base model.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
