using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Moderation.Benchmarks.Pipeline;

/// <summary>Replies of a usual size (200 to 900 characters of text, about 900 bytes of JSON), none like another, from many authors on many pages.</summary>
internal sealed class SomeReplies(int seed)
{
    private static readonly string[] Words =
        ("the of and to a in that it is was for on with as bridge river council ferry school roof money people town never always think because would could should morning "
        + "evening train market library doctor teacher children winter summer price ticket road traffic noise neighbour garden history election vote mayor question answer agree "
        + "wrong right maybe please thank remember forgot build close open repair cross walk ride wait late early empty crowded expensive cheap old new").Split(' ');

    private readonly Random random = new(seed);

    private int number;

    /// <summary>One bare JSON message with one reply.</summary>
    public byte[] Single()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            Write(json);
        }

        return stream.ToArray();
    }

    /// <summary>One bare JSON message with several replies.</summary>
    public byte[] Several(int count)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            for (int i = 0; i < count; i++)
            {
                Write(json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private void Write(Utf8JsonWriter json)
    {
        number++;
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        json.WriteStartObject();
        json.WriteString("id", Guid.CreateVersion7(now));
        json.WriteString("site", PipelineStore.Site);
        json.WriteStartObject("page");
        json.WriteString("url", string.Create(CultureInfo.InvariantCulture, $"https://gazette.example/2026/{random.Next(500)}"));
        json.WriteString("title", "A page");
        json.WriteEndObject();
        json.WriteStartObject("author");
        json.WriteString("name", string.Create(CultureInfo.InvariantCulture, $"Reader {number}"));
        json.WriteString("email", string.Create(CultureInfo.InvariantCulture, $"reader{number}-{seed}@example.net"));
        json.WriteEndObject();
        json.WriteString("body", Body());
        json.WriteString("submittedAt", now);
        json.WriteStartObject("client");
        json.WriteString("ip", string.Create(CultureInfo.InvariantCulture, $"10.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}"));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private string Body()
    {
        StringBuilder text = new(1_000);
        int length = random.Next(200, 900);
        while (text.Length < length)
        {
            text.Append(Words[(int)(Words.Length * random.NextDouble() * random.NextDouble())]).Append(' ');
        }

        return text.Append(number).Append('.').ToString();
    }
}
