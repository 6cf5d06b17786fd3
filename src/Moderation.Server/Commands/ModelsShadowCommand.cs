using System.CommandLine;
using System.Globalization;
using Moderation.Models;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Sites;

namespace Moderation.Server.Commands;

/// <summary><c>moderation models shadow start|stop|show</c>: a challenger scores what a site receives and decides nothing.</summary>
internal static class ModelsShadowCommand
{
    private const int MaxShown = 50;

    public static Command Create() => new("shadow", "Lets a challenger score what a site receives beside its champion. It decides nothing.") { Start(), Stop(), Show() };

    private static Command Start()
    {
        Argument<string> model = new("model") { Description = "The model's number, its hash or the beginning of its hash" };
        Option<string> site = new("--site") { Description = "The site", Required = true };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("start", "Starts a shadow on a site.") { model, site, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            ChallengerRow chosen = await RegisteredModel.FindAsync(session, result.GetValue(model)!, cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            PromotionResult started = await session.Get<StartShadow>().HandleAsync(owner.Id, chosen.Sha256, "cli", cancellationToken).ConfigureAwait(false);
            return await RegisteredModel.WriteAsync(started, owner.Id.Value, result.GetValue(json)).ConfigureAwait(false);
        });
        return command;
    }

    private static Command Stop()
    {
        Option<string> site = new("--site") { Description = "The site", Required = true };
        Command command = new("stop", "Stops the shadow of a site. What it counted stays.") { site };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            if (!await session.Get<StopShadow>().HandleAsync(owner.Id, "cli", cancellationToken).ConfigureAwait(false))
            {
                throw new CommandFailedException("No shadow runs on this site.");
            }

            await Console.Error.WriteLineAsync("The shadow is stopped.").ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show()
    {
        Option<string> site = new("--site") { Description = "The site", Required = true };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("show", "Shows how often the challenger agrees, what it would change in people's work, and the submissions about which they differ.") { site, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            ShadowReport report = await session.Get<ShadowReader>().LastAsync(owner.Id, MaxShown, cancellationToken).ConfigureAwait(false)
                ?? throw new CommandFailedException("No challenger has run in shadow on this site.");
            bool isEnough = report.IsEnough(TimeProvider.System.GetUtcNow());
            if (result.GetValue(json))
            {
                Output.WriteJson(new
                {
                    site = owner.Id.Value,
                    challenger = report.Shadow.Sha256,
                    champion = report.Shadow.Champion,
                    startedAt = report.Shadow.StartedAt,
                    stoppedAt = report.Shadow.StoppedAt,
                    submissions = report.Submissions,
                    isEnough,
                    agreement = report.Agreement,
                    flaggedByChampion = report.FlaggedByChampion,
                    flaggedByChallenger = report.FlaggedByChallenger,
                    verdicts = report.Tallies.Select(tally => new { champion = tally.Champion, challenger = tally.Challenger, submissions = tally.Submissions }),
                    differences = report.Differences.Select(one => new { id = one.SubmissionId, champion = one.ChampionVerdict, challenger = one.ChallengerVerdict, championReasons = one.ChampionCodes, challengerReasons = one.ChallengerCodes, at = one.At }),
                });
                return ExitCode.Done;
            }

            Output.WriteTable(
                ["champion says", "challenger says", "submissions"],
                from champion in Enum.GetValues<Verdict>()
                from challenger in Enum.GetValues<Verdict>()
                select (IReadOnlyList<string>)[Moderation.Storage.EnumText.ToText(champion), Moderation.Storage.EnumText.ToText(challenger), report.Of(champion, challenger).ToString("N0", CultureInfo.InvariantCulture)]);
            Console.Out.WriteLine($"Agreement: {Percent(report.Agreement)}. People look at {Percent(report.FlaggedByChampion)} with the champion and would look at {Percent(report.FlaggedByChallenger)} with the challenger.");
            Console.Out.WriteLine(isEnough ? "It ran long enough to go by." : $"It should see {StartShadow.EnoughSubmissions} submissions in {StartShadow.EnoughTime.TotalHours:0} hours before anybody goes by it.");
            return ExitCode.Done;
        });
        return command;
    }

    private static string Percent(MetricInterval? share) =>
        share is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.Value:0.0 %} ({known.Low:0.0 %} to {known.High:0.0 %})") : "nothing yet";
}
