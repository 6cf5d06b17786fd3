using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Moderation.Server.Tests.Fixtures;

/// <summary>An HTTP answer, read whole.</summary>
public sealed class Answer
{
    private JsonElement? json;

    private Answer(HttpResponseMessage response, byte[] bytes)
    {
        Status = response.StatusCode;
        ContentType = response.Content.Headers.ContentType;
        Bytes = bytes;
        Headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        Request = $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri}";
    }

    public HttpStatusCode Status { get; }

    public MediaTypeHeaderValue? ContentType { get; }

    public IReadOnlyDictionary<string, string> Headers { get; }

    public IReadOnlyList<byte> Bytes { get; }

    /// <summary>What was asked, for messages of failed assertions.</summary>
    public string Request { get; }

    public string Text => Encoding.UTF8.GetString([.. Bytes]);

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => json ??= JsonDocument.Parse(Text).RootElement;

    /// <summary>The stable code of a problem document; null when the answer is none.</summary>
    public string? Code => ContentType?.MediaType == "application/problem+json" ? Json.GetProperty("code").GetString() : null;

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public static async Task<Answer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        new(response, await response.Content.ReadAsByteArrayAsync(cancellationToken));

    /// <summary>This answer, if it has the status.</summary>
    public Answer With(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{Request} answered {(int)Status} instead of {(int)status}: {Text}");
        return this;
    }

    /// <summary>This answer, if it is a problem document with that status and code.</summary>
    public Answer Problem(HttpStatusCode status, string code)
    {
        With(status);
        Assert.Equal("application/problem+json", ContentType?.MediaType);
        Assert.Equal(code, Code);
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        Assert.Equal($"/docs/errors#{code}", Json.GetProperty("type").GetString());
        Assert.False(string.IsNullOrEmpty(Json.GetProperty("title").GetString()));
        return this;
    }

    /// <summary>This answer, if it is a validation problem that names exactly these members.</summary>
    public Answer Invalid(params string[] members)
    {
        Problem(HttpStatusCode.BadRequest, "invalid");
        Assert.Equal(members.Order(StringComparer.Ordinal), Json.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
        return this;
    }

    public override string ToString() => $"{Request} → {(int)Status} {(Text.Length > 300 ? Text[..300] : Text)}";

    public string Member(string name) => Json.GetProperty(name).GetString()!;
}
