using System.CommandLine;
using System.Globalization;
using Moderation.Labels;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Time;
using Moderation.Training;

namespace Moderation.Server.Commands;

/// <summary><c>moderation labels list|release|drop</c>: what a site's people have said about texts, and labels that wait for an admin.</summary>
internal static class LabelsCommand
{
    public static Command Create() => new("labels", "What people said about a site's texts: from it models are trained.")
    {
        List(),
        Decide("release", "Lets held labels be learnt from.", LabelHoldState.Released),
        Decide("drop", "Has held labels never learnt from.", LabelHoldState.Dropped),
    };

    private static Command List()
    {
        Option<string> site = new("--site") { Description = "Whose labels", Required = true };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("list", "Counts the labels of a site and lists those that are held: many of one actor within an hour that all say the same.") { site, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<LabelCount> counts = await session.Get<LabelStore>().CountAsync(owner.Id, DateTimeOffset.UnixEpoch, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<LabelHold> holds = await session.Get<LabelHoldStore>().ListAsync(owner.Id, cancellationToken).ConfigureAwait(false);
            if (result.GetValue(json))
            {
                Output.WriteJson(new { Labels = counts, Held = holds.Select(hold => new { hold.HoldId, hold.Actor, hold.From, hold.To, hold.Labels, hold.Violating, hold.State, hold.DecidedBy }) });
                return ExitCode.Done;
            }

            Output.WriteTable(
                ["source", "says", "labels"],
                counts.Select(count => (IReadOnlyList<string>)[count.Source.ToText(), count.IsViolating ? "violating" : "acceptable", count.Labels.ToString(CultureInfo.InvariantCulture)]));
            if (holds.Count > 0)
            {
                Output.WriteTable(
                    ["held", "actor", "from", "labels", "violating", "state"],
                    holds.Select(hold => (IReadOnlyList<string>)
                    [
                        hold.HoldId.ToString("D"), hold.Actor, hold.From.ToString("u", CultureInfo.InvariantCulture), hold.Labels.ToString(CultureInfo.InvariantCulture),
                        hold.Violating.ToString(CultureInfo.InvariantCulture), hold.State.ToText(),
                    ]));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command Decide(string name, string description, LabelHoldState state)
    {
        Argument<Guid> hold = new("held") { Description = "The id of the held labels ('moderation labels list' shows it)" };
        Option<string> site = new("--site") { Description = "Whose labels", Required = true };
        Command command = new(name, description) { hold, site };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            if (!await session.Get<LabelHoldStore>().DecideAsync(owner.Id, result.GetValue(hold), state, "cli", TimeProvider.System.UtcNowMicros(), cancellationToken).ConfigureAwait(false))
            {
                throw new CommandFailedException("The site has no such held labels.");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
