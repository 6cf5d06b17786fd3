using System.Security.Cryptography;
using System.Text;
using Moderation.Scoring;
using Moderation.Scoring.Evaluation;
using Moderation.Scoring.Training;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Models;

/// <summary>
/// Takes a model that was trained elsewhere, from files, into the registry. Its bytes count only when their checksum does. With held-out texts it is compared with the model that decides
/// now, and the gate says its word; without them nobody measured it, and promoting it needs an admin's reason.
/// </summary>
internal sealed class RegisterModel(Database database, ModelStore models, ChallengerStore challengers, AuditStore audit, TimeProvider clock)
{
    /// <param name="site">The site it is meant for; null: every site.</param>
    /// <param name="bytes">The artefact.</param>
    /// <param name="expected">The hash that it is to have; null to take what it has.</param>
    /// <param name="holdout">Labelled files that it did not learn from; none to register it unmeasured.</param>
    /// <param name="actor">Who brings it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<RegisteredArtefact> HandleAsync(SiteId? site, byte[] bytes, string? expected, IReadOnlyList<LabelledFile> holdout, string actor, CancellationToken cancellationToken)
    {
        Model model;
        try
        {
            model = Model.Load(bytes);
        }
        catch (ModelFormatException unreadable)
        {
            return Refused(unreadable.Message);
        }

        if (expected is not null && !string.Equals(expected, model.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            return Refused($"The file has hash {model.Sha256}, not {expected}: it is another model.");
        }

        ChallengerRow? known = await challengers.FindAsync(model.Sha256, cancellationToken).ConfigureAwait(false);
        if (known is not null && known.SiteId != site?.Value)
        {
            return Refused($"Model {known.Number} has these bytes already; it is meant for {GateWord.Where(known.SiteId ?? ModelHost.EverySite)}.");
        }

        if (known is not null && holdout.Count == 0)
        {
            // A report that it has stays.
            await models.AddAsync(bytes, model.Sha256, known.Card, actor, cancellationToken).ConfigureAwait(false);
            return new RegisteredArtefact(known.Number, known.Sha256, null, [$"Model {known.Number} is in the registry already."]);
        }

        (GateReport? gate, EvaluationReport? report) = (null, null);
        if (holdout.Count > 0)
        {
            string? deciding = (await DecidingAsync(site, cancellationToken).ConfigureAwait(false))?.Sha256;
            if (!Artefact.TryLoad(deciding is null ? null : await models.LoadAsync(deciding, cancellationToken).ConfigureAwait(false), deciding ?? "", out Model? champion, out string problem))
            {
                return Refused($"There is no champion to compare it with: {problem}.");
            }

            (gate, report) = Compare(model, champion, holdout, cancellationToken);
        }

        NewChallenger made = new()
        {
            Artefact = bytes,
            Sha256 = model.Sha256,
            Card = model.Card.ToJson(),
            Site = site,
            Gate = gate?.ToJson(),
            GatePassed = gate?.Passed,
            Report = report?.ToJson(),
            Actor = actor,
        };
        int number = await challengers.AddAsync(made, cancellationToken).ConfigureAwait(false);
        await database.RunAsync(
            (unit, token) => audit.AppendManyAsync(unit, [ModelAudit.Entry(site, actor, "add_model", gate is null ? null : gate.Passed ? "passed" : "refused", null, model.Sha256, clock.UtcNowMicros())], token),
            cancellationToken).ConfigureAwait(false);
        string word = gate is null ? "Nobody measured it: promoting it needs a reason, or --holdout with texts that it did not learn from." : gate.Passed ? "It passes the gate and can be promoted." : "The gate refuses it.";
        return new RegisteredArtefact(number, model.Sha256, gate, [$"Model {number} is in the registry. {word}"]);
    }

    private Task<ChampionRow?> DecidingAsync(SiteId? site, CancellationToken cancellationToken) =>
        site is { } one ? models.DecidingAsync(one, cancellationToken) : models.ChampionAsync(ModelHost.EverySite, cancellationToken);

    private static (GateReport Gate, EvaluationReport Report) Compare(Model model, Model champion, IReadOnlyList<LabelledFile> files, CancellationToken cancellationToken)
    {
        LabelledText[] texts = [.. files.SelectMany(file => file.Texts)];
        string set = files.Count == 1 ? files[0].Sha256 : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', files.Select(file => file.Sha256)))));
        EvaluationOptions options = new()
        {
            Name = model.Card.Name,
            Files = [.. files.Select(file => file.ToCard("holdout"))],
            ComparedWith = new Dictionary<string, Model> { ["champion"] = champion },
            MaxDisguisedPerClass = 200,
            WorstErrors = 0,
        };
        return (ModelGate.Compare(model, champion, texts, set, new GateOptions(), cancellationToken), ModelEvaluator.Evaluate(model, texts, options, null, cancellationToken));
    }

    private static RegisteredArtefact Refused(string sentence) => new(null, null, null, [sentence]);
}

/// <summary>What came of a model that was brought.</summary>
/// <param name="Number">Its number in the registry; null when it was not taken.</param>
/// <param name="Sha256">Its hash; null when it was not taken.</param>
/// <param name="Gate">What the gate said; null when it was not asked.</param>
/// <param name="Sentences">For people. At least one.</param>
internal sealed record RegisteredArtefact(int? Number, string? Sha256, GateReport? Gate, IReadOnlyList<string> Sentences);
