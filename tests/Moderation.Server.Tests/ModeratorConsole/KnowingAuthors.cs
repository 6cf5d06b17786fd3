using Moderation.Judging;
using Moderation.Server.ModeratorConsole.Desk;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.Tests.ModeratorConsole;

public sealed class KnowingAuthors
{
    private static readonly Submission Typed = new()
    {
        Key = new SubmissionKey(SiteId.Parse("gazette"), new SubmissionId(Guid.CreateVersion7(DateTimeOffset.UnixEpoch))),
        PageId = Guid.CreateVersion7(DateTimeOffset.UnixEpoch),
        RootId = default,
        Source = SubmissionSource.Http,
        AuthorName = "Ana",
        AuthorKey = new byte[16],
        Body = "A text.",
        BodyHash = new byte[16],
        ContentHash = new byte[16],
        SubmittedAt = DateTimeOffset.UnixEpoch,
        ReceivedAt = DateTimeOffset.UnixEpoch,
    };

    private static readonly Submission VouchedFor = Typed with { IsAuthorVerified = true };

    [Fact]
    public void An_author_of_whom_nothing_special_is_known_has_no_badge() => Assert.Empty(Of(Typed, AuthorStanding.Nobody));

    [Fact]
    public void Whom_the_website_vouches_for_is_told_from_whom_it_does_not()
    {
        Assert.Equal(["verified"], Of(VouchedFor, new AuthorStanding { Approved = 2 }));
        Assert.Equal(["unverified"], Of(Typed, AuthorStanding.Nobody, hasIdentities: true));
        Assert.Equal(["verified"], Of(VouchedFor, new AuthorStanding { Approved = 2 }, hasIdentities: true));
    }

    [Fact]
    public void Blocks_stand_first_and_say_how_sure_they_are()
    {
        Assert.Equal(["blocked", "verified"], Of(VouchedFor, new AuthorStanding { IsBlocked = true, Approved = 2 }));
        Assert.Equal(["like a blocked one"], Of(Typed, new AuthorStanding { ResemblesBlocked = true }));
    }

    [Fact]
    public void Who_is_new_and_who_is_trusted_is_said()
    {
        Assert.Equal(["new"], Of(Typed, AuthorStanding.Nobody, isNew: true));
        Assert.Equal(["trusted", "verified"], Of(VouchedFor, new AuthorStanding { IsTrusted = true, Approved = 3 }));
        Assert.Equal(["no address", "edited"], Of(Typed with { AuthorKey = null, ReplacesId = default(SubmissionId) }, AuthorStanding.Nobody));
    }

    [Fact]
    public void Every_command_of_the_palette_has_a_name_and_a_key_of_its_own()
    {
        Assert.Equal(KeyNames.Commands.Count, KeyNames.Commands.Select(command => command.Key).Distinct().Count());
        Assert.Equal("Shift+D", Assert.Single(KeyNames.Find("  selected REJECT ")).Key);
        Assert.Empty(KeyNames.Find("fly"));
        Assert.Equal(KeyNames.Commands, KeyNames.Find(""));
    }

    private static string[] Of(Submission submission, AuthorStanding standing, bool isNew = false, bool hasIdentities = false) =>
        [.. CardBadges.Of(submission, standing, isNew, hasIdentities).Select(badge => badge.Text)];
}
