using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>Calls as clients of Akismet make them.</summary>
internal static class AkismetClient
{
    /// <summary>Posts a form with a key and what else a call needs.</summary>
    public static Task<Answer> AkismetAsync(this ModerationApp app, string call, string? key, params (string Name, string Value)[] fields) => app.AkismetFormAsync(
        $"/1.1/{call}", [.. key is null ? Array.Empty<(string, string)>() : [("api_key", key)], ("blog", "https://gazette.example/"), ("user_ip", "203.0.113.9"), .. fields]);

    /// <summary>Posts a form of these fields and no others.</summary>
    public static async Task<Answer> AkismetFormAsync(this ModerationApp app, string path, (string Name, string Value)[] fields, params (string Name, string Value)[] headers)
    {
        using FormUrlEncodedContent form = new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await app.SendAsync(HttpMethod.Post, path, form, headers);
    }

    /// <summary>This answer, if its body is these bytes and no others, as text, with nothing that clients take for an error.</summary>
    public static Answer Says(this Answer answer, string body)
    {
        Assert.True((int)answer.Status == 200 && answer.Text == body, $"{answer.Request} answered {(int)answer.Status} {answer.Text}");
        Assert.Equal("text/plain; charset=utf-8", answer.Header("Content-Type"));
        Assert.Equal(body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), answer.Header("Content-Length"));
        Assert.DoesNotContain(answer.Headers.Keys, name => name.StartsWith("X-akismet-alert", StringComparison.OrdinalIgnoreCase) || name.Equals("X-akismet-error", StringComparison.OrdinalIgnoreCase));
        if (body is "true" or "false")
        {
            Assert.Null(answer.Header("X-akismet-debug-help"));
            Assert.Matches("^[0-9a-f]{32}$", answer.Header("X-akismet-guid")!);
            Assert.False(body == "false" && answer.Header("X-akismet-pro-tip") is not null);
            Assert.False(body == "true" && answer.Header("X-akismet-recheck-after") is not null);
        }

        return answer;
    }
}
