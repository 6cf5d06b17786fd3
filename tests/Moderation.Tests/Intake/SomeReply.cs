using Moderation.Contracts;
using Moderation.Intake;
using Moderation.Sites;

namespace Moderation.Tests.Intake;

/// <summary>A reply that is valid as it stands; tests change the one thing they are about.</summary>
internal static class SomeReply
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 15, 1, TimeSpan.Zero);

    public static readonly SubmitReply Valid = new()
    {
        Site = "gazette",
        Page = new PageReference { Url = "https://gazette.example/2026/bridge" },
        Author = new AuthorDetails { Name = "Ana" },
        Body = "The old bridge was closed in 2019, not 2020.",
    };

    public static Validation Validate(SubmitReply reply, string? routeSite = null, bool requiresEmail = false) =>
        ReplyValidator.Validate(
            ReadMessage.Single(reply).Replies[0],
            new ReplyContext
            {
                ReceivedAt = Now,
                RouteSite = routeSite is null ? null : SiteId.Parse(routeSite),
                RequiresEmail = _ => requiresEmail,
            });

    public static ValidReply Accept(SubmitReply reply)
    {
        Validation validation = Validate(reply);
        Assert.True(validation.IsValid, string.Join(' ', validation.Errors.SelectMany(error => error.Value)));
        return validation.Reply;
    }

    public static SubmitReply WithAuthor(Func<AuthorDetails, AuthorDetails> change) => Valid with { Author = change(Valid.Author!) };

    public static SubmitReply WithPage(Func<PageReference, PageReference> change) => Valid with { Page = change(Valid.Page!) };
}
