using Microsoft.AspNetCore.Components;
using Moderation.Blocks;
using Moderation.Intake;
using Moderation.Server.ModeratorConsole.Desk;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>Whom a site does not want unseen.</summary>
public sealed partial class BlocksPage
{
    private const int PageSize = 100;

    private static readonly (string Value, string Title)[] Kinds =
    [
        ("reply", "Author, by a submission's id"), ("subject", "Verified author, by id at the site"), ("email", "An e-mail address"), ("name", "A name"),
        ("network", "A network: 203.0.113.0/24"),
    ];

    private static readonly (string Value, string Title)[] Actions = [("", "What is usual"), ("flag", "Flagged for a person"), ("reject", "Rejected")];

    private IReadOnlyList<Block> blocks = [];
    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>();
    private Guid? more;

    /// <inheritdoc/>
    public override string Path => "/admin/blocks";

    /// <inheritdoc/>
    public override bool IsOfSite => true;

    /// <summary>Also those that ended; null: only those in force.</summary>
    [SupplyParameterFromQuery(Name = "all")]
    public string? All { get; set; }

    /// <summary>The block that ended the list before.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public Guid? After { get; set; }

    [Inject]
    private BlockStore Store { get; set; } = null!;

    [Inject]
    private SiteBlocks Opener { get; set; } = null!;

    [Inject]
    private ChangeBlocks Change { get; set; } = null!;

    [Inject]
    private People Colleagues { get; set; } = null!;

    private protected override async Task LoadAsync()
    {
        Block? before = After is { } id ? await Store.FindAsync(SiteKey, id, Stop) : null;
        List<Block> found = [];
        IReadOnlyList<Block> page;
        do
        {
            page = await Store.ListAsync(SiteKey, before, PageSize, Stop);
            found.AddRange(page.Where(block => All is not null || block.IsInForce(Now)));
            before = page.Count > 0 ? page[^1] : null;
        }
        while (page.Count == PageSize && found.Count < PageSize);
        blocks = found;
        more = page.Count == PageSize ? before?.BlockId : null;
        names = await Colleagues.NamesAsync(Stop);
    }

    private protected override async Task<string?> DoAsync(string act)
    {
        if (act == "lift")
        {
            return FieldId is { } id && await Change.LiftAsync(SiteKey, id, Me.Actor, Stop) is not null ? "lifted" : "gone";
        }

        if (act != "add")
        {
            return null;
        }

        DateTimeOffset? end = FieldTime("expiresAt");
        if (!IsRefused)
        {
            BlockRequest request = new()
            {
                Kind = Field("kind"),
                Value = ReplyText.CleanLine(Field("value")),
                Action = Field("action") is { Length: > 0 } action ? action : null,
                ExpiresAt = end,
                Note = Field("note") is { Length: > 0 } note ? ReplyText.Clean(note) : null,
                Actor = Me.Actor,
            };
            Refuse((await Change.AddAsync(SiteKey, request, Stop)).Errors);
        }

        return IsRefused ? null : "blocked";
    }

    private protected override string? SentenceOf(string said) => said switch
    {
        "blocked" => "The block counts within two seconds.",
        "lifted" => "The block is lifted.",
        "gone" => "The site has no such block, or it was lifted before.",
        _ => null,
    };

    private string Older(Guid last) => $"{Address}&after={last:D}{(All is null ? "" : "&all=yes")}";

    private static string TitleOf(BlockKind kind) => kind switch
    {
        BlockKind.Subject => "verified author",
        BlockKind.Email => "e-mail address",
        BlockKind.Name => "name",
        BlockKind.Network => "network",
    };
}
