using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Models;
using Moderation.Storage;

namespace Moderation.Judging;

/// <summary>
/// Counts what challengers would have concluded about submissions whose verdict was written, and brings the sums to the store once a second: judging never waits for it. What is
/// too much at once is left out, and a process that is killed takes a second of it along: it is a sample, and nothing depends on it.
/// </summary>
internal sealed partial class ShadowLog(ShadowStore shadows, Database database, TimeProvider clock, ILogger<ShadowLog> log) : BackgroundService
{
    private const int MaxWaiting = 20_000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Channel<JudgedSubmission> waiting = Channel.CreateBounded<JudgedSubmission>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Takes note of verdicts that were written. Never waits.</summary>
    public void Note(IEnumerable<JudgedSubmission> written)
    {
        foreach (JudgedSubmission judged in written)
        {
            if (judged.Shadow is not null)
            {
                waiting.Writer.TryWrite(judged);
            }
        }
    }

    /// <summary>Brings what was noted to the store.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        List<JudgedSubmission> noted = [];
        while (waiting.Reader.TryRead(out JudgedSubmission? judged))
        {
            noted.Add(judged);
        }

        if (noted.Count == 0)
        {
            return;
        }

        await shadows.AddAsync(
            [
                .. noted.GroupBy(judged => (judged.Shadow!.ShadowId, Champion: judged.Judgement.Verdict, Challenger: judged.Shadow.Verdict)).Select(group => new ShadowTally
                {
                    ShadowId = group.Key.ShadowId,
                    Champion = group.Key.Champion.ToText(),
                    Challenger = group.Key.Challenger.ToText(),
                    Submissions = group.Count(),
                }).OrderBy(tally => tally.ShadowId).ThenBy(tally => tally.Champion, StringComparer.Ordinal).ThenBy(tally => tally.Challenger, StringComparer.Ordinal),
            ],
            [
                .. noted.Where(judged => judged.Shadow!.Verdict != judged.Judgement.Verdict).TakeLast(ShadowStore.DifferencesKept).Select(judged => new ShadowDifference
                {
                    ShadowId = judged.Shadow!.ShadowId,
                    SubmissionId = judged.Candidate.Submission.Key.Id.Value,
                    ChampionVerdict = judged.Judgement.Verdict.ToText(),
                    ChallengerVerdict = judged.Shadow.Verdict.ToText(),
                    ChampionCodes = string.Join(' ', judged.Judgement.Codes),
                    ChallengerCodes = string.Join(' ', judged.Shadow.Codes),
                    At = judged.DecidedAt,
                }),
            ],
            cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await FlushAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                Log.NotKept(log, problem.GetType().Name, database.IsTransient(problem));
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2602, LogLevel.Warning, "What challengers concluded in shadow could not be kept ({Problem}, store away: {IsStoreAway}); counting goes on")]
        public static partial void NotKept(ILogger logger, string problem, bool isStoreAway);
    }
}
