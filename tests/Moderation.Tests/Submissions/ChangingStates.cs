using Moderation.Submissions;
using static Moderation.Submissions.SubmissionEvent;
using static Moderation.Submissions.SubmissionState;

namespace Moderation.Tests.Submissions;

public sealed class ChangingStates
{
    private static readonly SubmissionStanding Unscored = new(Flagged) { IsUnscored = true };
    private static readonly SubmissionStanding Withdrawn = new(Removed) { IsWithdrawn = true };

    /// <summary>Every change there is; whatever is not here must be refused.</summary>
    private static readonly Dictionary<(SubmissionStanding From, SubmissionEvent Change), SubmissionState> Table = new()
    {
        [(Received, VerdictApprove)] = Approved,
        [(Received, VerdictFlag)] = Flagged,
        [(Received, VerdictReject)] = Rejected,
        [(Received, ScoringImpossible)] = Flagged,
        [(Received, Withdraw)] = Removed,
        [(Received, Erase)] = Erased,

        [(Unscored, VerdictApprove)] = Approved,
        [(Unscored, VerdictFlag)] = Flagged,
        [(Unscored, VerdictReject)] = Rejected,
        [(Unscored, DecisionApprove)] = Approved,
        [(Unscored, DecisionReject)] = Rejected,
        [(Unscored, Withdraw)] = Removed,
        [(Unscored, Erase)] = Erased,

        [(Flagged, DecisionApprove)] = Approved,
        [(Flagged, DecisionReject)] = Rejected,
        [(Flagged, Withdraw)] = Removed,
        [(Flagged, Erase)] = Erased,

        [(Approved, DecisionRemove)] = Removed,
        [(Approved, ReportsReachedThreshold)] = Flagged,
        [(Approved, WordListApplied)] = Flagged,
        [(Approved, Withdraw)] = Removed,
        [(Approved, Erase)] = Erased,

        [(Rejected, DecisionApprove)] = Approved,
        [(Rejected, Erase)] = Erased,

        [(Removed, DecisionRestore)] = Approved,
        [(Removed, Erase)] = Erased,

        [(Withdrawn, Erase)] = Erased,
    };

    [Fact]
    public void The_table_is_everything_that_can_happen()
    {
        SubmissionStanding[] standings = [.. Enum.GetValues<SubmissionState>().Select(state => new SubmissionStanding(state)), Unscored, Withdrawn];
        foreach (SubmissionStanding from in standings)
        {
            foreach (SubmissionEvent change in Enum.GetValues<SubmissionEvent>())
            {
                if (Table.TryGetValue((from, change), out SubmissionState expected))
                {
                    Assert.Equal(expected, SubmissionStateMachine.Next(from, change));
                }
                else
                {
                    Assert.False(SubmissionStateMachine.TryNext(from, change, out SubmissionState next), $"{from} {change}");
                    Assert.Equal(from.State, next);
                    Assert.Throws<InvalidOperationException>(() => SubmissionStateMachine.Next(from, change));
                }
            }
        }
    }

    [Fact]
    public void Undo_leads_from_what_was_decided_to_the_state_before_it_and_nowhere_else()
    {
        SubmissionState[] decided = [Approved, Rejected, Removed];
        SubmissionState[] before = [Flagged, Approved, Rejected, Removed];
        foreach (SubmissionState from in Enum.GetValues<SubmissionState>())
        {
            foreach (SubmissionState to in Enum.GetValues<SubmissionState>())
            {
                bool isPossible = SubmissionStateMachine.TryNext(new SubmissionStanding(from) { Before = to }, DecisionReopen, out SubmissionState next);

                Assert.Equal(decided.Contains(from) && before.Contains(to) && from != to, isPossible);
                Assert.Equal(isPossible ? to : from, next);
            }
        }
    }

    [Fact]
    public void Nobody_else_brings_back_what_its_author_withdrew() =>
        Assert.False(SubmissionStateMachine.TryNext(Withdrawn with { Before = Approved }, DecisionReopen, out _));
}
