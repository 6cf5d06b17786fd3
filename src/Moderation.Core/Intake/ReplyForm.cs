using Moderation.Contracts;

namespace Moderation.Intake;

/// <summary>
/// The plain HTML form: <c>page title parentId name email url identity body honeypot</c> (<c>key</c> belongs to the door). Browsers send the lines of a
/// text area with carriage returns; they are taken out, so that the same text is the same text through every door.
/// </summary>
internal static class ReplyForm
{
    /// <summary>Reads the form.</summary>
    /// <param name="field">The first value of a field, or null when the form does not have it.</param>
    public static ReadMessage Read(Func<string, string?> field) => ReadMessage.Single(new SubmitReply
    {
        Page = new PageReference { Url = field("page"), Title = field("title") },
        ParentId = NullIfBlank(field("parentId")),
        Author = new AuthorDetails { Name = field("name"), Email = field("email"), Url = field("url"), Identity = NullIfBlank(field("identity")) },
        Body = field("body")?.ReplaceLineEndings("\n"),
        Honeypot = field("honeypot"),
    });

    /// <summary>The form field that a member path of the JSON shape speaks of; null when the form has none.</summary>
    public static string? FieldOf(string memberPath) => memberPath switch
    {
        "page.url" => "page",
        "page.title" => "title",
        "parentId" => "parentId",
        "author.name" => "name",
        "author.email" => "email",
        "author.url" => "url",
        "body" => "body",
        "honeypot" => "honeypot",
        _ => null,
    };

    private static string? NullIfBlank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
