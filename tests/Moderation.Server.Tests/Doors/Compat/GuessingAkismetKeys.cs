using System.Net;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>Keys of twelve digits are guessable; whoever guesses is stopped before a guess is looked up.</summary>
public sealed class GuessingAkismetKeys(GuessingAkismetKeys.App app) : IClassFixture<GuessingAkismetKeys.App>
{
    [Fact]
    public async Task After_some_unknown_keys_a_right_one_is_refused_too_but_not_one_that_was_right_before()
    {
        string known = await app.IssueKeyAsync(doors: Door.Akismet);
        string guessed = await app.IssueKeyAsync(doors: Door.Akismet);
        (await app.AkismetAsync("verify-key", known)).Says("valid");
        for (int i = 0; i < App.Failures; i++)
        {
            (await app.AkismetAsync("verify-key", $"00000000000{i}")).Says("invalid");
        }

        foreach (string key in new[] { guessed, "000000000009" })
        {
            foreach (string call in new[] { "verify-key", "comment-check", "submit-spam" })
            {
                Answer refused = await app.AkismetAsync(call, key, ("user_role", "administrator"));
                Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
                Assert.Equal("60", refused.Header("Retry-After"));
            }
        }

        (await app.AkismetAsync("comment-check", known, ("user_role", "administrator"))).Says("false");
        await app.RevokeKeyAsync(known);
        (await app.AkismetAsync("verify-key", known)).Says("invalid");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await app.AkismetAsync("verify-key", known)).Status);
    }

    /// <summary>A host that is soon suspicious.</summary>
    public sealed class App : ModerationApp
    {
        public const int Failures = 3;

        protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["Moderation:RateLimits:FailedKeysPerMinute"] = "3" };
    }
}
