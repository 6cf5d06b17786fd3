using System.Globalization;
using System.Text.Json.Nodes;
using Moderation.Feedback;
using Moderation.Server.Settings;
using Moderation.Sites;
using Moderation.Time;

namespace Moderation.Server.Doors.Akismet;

/// <summary>The calls about the key itself, among them those that WordPress makes and no documentation has: without them an admin cannot even save the key.</summary>
internal sealed class AkismetAccount(AkismetKeys keys, KeyUsageCounter counter, KeyUsageStore usage, ServerSettings settings, TimeProvider clock)
{
    private const string EveryMonth = "0000-00";

    public async Task<IResult> VerifyKeyAsync(HttpContext context, CancellationToken cancellationToken) => await WithKeyAsync(
        context,
        static (_, _) => Task.FromResult<IResult>(new AkismetAnswer("valid")),
        fields => fields.Any("blog") is not { } address ? "Empty \"blog\" value" : AkismetKeys.HostOf(address) is null ? "We were unable to parse your blog URI" : null,
        cancellationToken).ConfigureAwait(false);

    public Task<IResult> DeactivateAsync(HttpContext context, CancellationToken cancellationToken) =>
        WithKeyAsync(context, static (_, _) => Task.FromResult<IResult>(new AkismetAnswer("deactivated")), null, cancellationToken);

    public Task<IResult> SubscriptionAsync(HttpContext context, CancellationToken cancellationToken) => WithKeyAsync(
        context,
        static (_, _) => Task.FromResult<IResult>(AkismetAnswer.Json(new JsonObject
        {
            ["account_id"] = 1,
            ["account_type"] = "self-hosted",
            ["account_name"] = "Self-hosted moderation",
            ["status"] = "active",
            ["next_billing_date"] = false,
            ["limit_reached"] = false,
        })),
        null,
        cancellationToken);

    /// <summary>What became of the texts of this key in six months, or ever.</summary>
    public Task<IResult> StatsAsync(HttpContext context, CancellationToken cancellationToken) => WithKeyAsync(
        context,
        async (key, fields) =>
        {
            string from = fields.Any("from") == "all" ? EveryMonth : Month(-5);
            KeyUsage sum = Sum(await ReadAsync(key, from, Month(0), cancellationToken).ConfigureAwait(false));
            long wrong = Math.Min(sum.Calls, sum.MissedSpam + sum.FalsePositives);
            return AkismetAnswer.Json(new JsonObject
            {
                ["spam"] = sum.Spam,
                ["ham"] = sum.Acceptable,
                ["missed_spam"] = sum.MissedSpam,
                ["false_positives"] = sum.FalsePositives,
                ["accuracy"] = sum.Calls == 0 ? 100 : Math.Round(100.0 * (sum.Calls - wrong) / sum.Calls, 2),
            });
        },
        null,
        cancellationToken);

    /// <summary>How much of its limit a key has used this month. There is none; clients want a number all the same.</summary>
    public Task<IResult> UsageLimitAsync(HttpContext context, CancellationToken cancellationToken) => WithKeyAsync(
        context,
        async (key, fields) =>
        {
            long calls = Sum(await ReadAsync(key, Month(0), Month(0), cancellationToken).ConfigureAwait(false)).Calls;
            long? limit = settings.AkismetUsageLimit;
            JsonObject answer = new()
            {
                ["limit"] = limit is { } most ? JsonValue.Create(most) : JsonValue.Create("none"),
                ["usage"] = calls,
                ["percentage"] = (100.0 * calls / (limit ?? double.PositiveInfinity)).ToString("0.00", CultureInfo.InvariantCulture),
                ["throttled"] = false,
            };
            if (fields.IsTrue("extended"))
            {
                answer["notice_level"] = 0;
                answer["upgrade"] = false;
            }

            return AkismetAnswer.Json(answer);
        },
        null,
        cancellationToken);

    /// <summary>What each site of a key asked in a month.</summary>
    public Task<IResult> KeySitesAsync(HttpContext context, CancellationToken cancellationToken) => WithKeyAsync(
        context,
        async (key, fields) =>
        {
            if (SitesQuestion.Read(fields, Month(0)) is not { } question)
            {
                return new AkismetAnswer("The month must be YYYY-MM; limit and offset must be numbers from 0 on.", StatusCodes.Status400BadRequest);
            }

            IReadOnlyList<KeyUsage> all = await ReadAsync(key, question.Month, question.Month, cancellationToken).ConfigureAwait(false);
            return question.Answer(key, [.. all.Select(count => count.Host.Length > 0 ? count : count with { Host = key.Site.Value })]);
        },
        null,
        cancellationToken);

    private async Task<IResult> WithKeyAsync(HttpContext context, Func<ApiKey, AkismetFields, Task<IResult>> answer, Func<AkismetFields, string?>? check, CancellationToken cancellationToken)
    {
        (AkismetFields? fields, Problems.ProblemCode? refusal) = await AkismetFields.ReadAsync(context.Request, cancellationToken).ConfigureAwait(false);
        if (fields is null)
        {
            return AkismetAnswer.Of(refusal!);
        }

        if (check?.Invoke(fields) is { } help)
        {
            return AkismetAnswer.InvalidWith(help);
        }

        AkismetCaller caller = await keys.FindAsync(context, fields, cancellationToken).ConfigureAwait(false);
        return caller.Key is { } key ? await answer(key, fields).ConfigureAwait(false) : caller.Refusal!;
    }

    private async Task<IReadOnlyList<KeyUsage>> ReadAsync(ApiKey key, string from, string to, CancellationToken cancellationToken)
    {
        await counter.FlushAsync(cancellationToken).ConfigureAwait(false);
        return await usage.ListAsync(key.KeyId, from, to, cancellationToken).ConfigureAwait(false);
    }

    private string Month(int months) => clock.UtcNowMicros().AddMonths(months).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static KeyUsage Sum(IReadOnlyList<KeyUsage> counts) => new()
    {
        KeyId = Guid.Empty,
        Month = "",
        Host = "",
        Calls = counts.Sum(count => count.Calls),
        Spam = counts.Sum(count => count.Spam),
        Acceptable = counts.Sum(count => count.Acceptable),
        MissedSpam = counts.Sum(count => count.MissedSpam),
        FalsePositives = counts.Sum(count => count.FalsePositives),
    };
}
