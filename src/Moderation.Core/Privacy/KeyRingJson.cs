using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Moderation.Privacy;

/// <summary>
/// The content of the key ring's file: <c>{ "format": 1, "masters": { "lookup": …, "network": …, "credential": …, "text": … },
/// "sealing": { "1": …, "2": … } }</c>, every key 32 bytes in base64.
/// </summary>
internal static class KeyRingJson
{
    private const int Format = 1;
    private const int MaxSealingVersion = ushort.MaxValue;

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>One new key.</summary>
    public static byte[] NewKey(RandomNumberGenerator random)
    {
        byte[] key = new byte[KeyRing.KeyBytes];
        random.GetBytes(key);
        return key;
    }

    /// <summary>A new master for every purpose.</summary>
    public static Dictionary<KeyPurpose, byte[]> NewMasters(RandomNumberGenerator random) =>
        Enum.GetValues<KeyPurpose>().ToDictionary(purpose => purpose, _ => NewKey(random));

    /// <summary>The first sealing key.</summary>
    public static Dictionary<int, byte[]> NewSealingKeys(RandomNumberGenerator random) => new() { [1] = NewKey(random) };

    /// <summary>The file's content.</summary>
    public static byte[] Write(IReadOnlyDictionary<KeyPurpose, byte[]> masters, IReadOnlyDictionary<int, byte[]> sealingKeys)
    {
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content, Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            json.WriteStartObject("masters");
            foreach (KeyPurpose purpose in Enum.GetValues<KeyPurpose>())
            {
                json.WriteBase64String(NameOf(purpose), masters[purpose]);
            }

            json.WriteEndObject();
            json.WriteStartObject("sealing");
            foreach ((int version, byte[] key) in sealingKeys.OrderBy(entry => entry.Key))
            {
                json.WriteBase64String(version.ToString(CultureInfo.InvariantCulture), key);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return content.ToArray();
    }

    /// <summary>Reads and checks a file's content.</summary>
    /// <exception cref="KeyRingException">Anything is missing, has the wrong length, or is not JSON.</exception>
    public static (Dictionary<KeyPurpose, byte[]> Masters, Dictionary<int, byte[]> SealingKeys) Read(byte[] content, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            JsonElement root = document.RootElement;
            int format = root.GetProperty("format").GetInt32();
            if (format != Format)
            {
                throw new KeyRingException($"The key ring {path} has format {format}; this version reads format {Format}. Use the version that wrote it, or a later one.");
            }

            JsonElement masters = root.GetProperty("masters");
            Dictionary<KeyPurpose, byte[]> byPurpose = Enum.GetValues<KeyPurpose>()
                .ToDictionary(purpose => purpose, purpose => ReadKey(masters.GetProperty(NameOf(purpose)), path));
            var sealingKeys = new Dictionary<int, byte[]>();
            foreach (JsonProperty entry in root.GetProperty("sealing").EnumerateObject())
            {
                int version = int.Parse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture);
                if (version is < 1 or > MaxSealingVersion || !sealingKeys.TryAdd(version, ReadKey(entry.Value, path)))
                {
                    throw Damaged(path);
                }
            }

            return sealingKeys.Count > 0 ? (byPurpose, sealingKeys) : throw Damaged(path);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            // The cause is left out on purpose: a parser's message can quote what it read, and that may be a key.
            throw Damaged(path);
        }
    }

    /// <summary>The refusal of a file that cannot be understood.</summary>
    public static KeyRingException Damaged(string path) =>
        new($"The key ring {path} is damaged. Restore it from a backup: without it sealed addresses cannot be opened and API keys are not recognised.");

    private static byte[] ReadKey(JsonElement element, string path)
    {
        byte[] key = element.GetBytesFromBase64();
        return key.Length == KeyRing.KeyBytes ? key : throw Damaged(path);
    }

    private static string NameOf(KeyPurpose purpose) => purpose switch
    {
        KeyPurpose.Lookup => "lookup",
        KeyPurpose.Network => "network",
        KeyPurpose.Credential => "credential",
        KeyPurpose.Text => "text",
    };
}
