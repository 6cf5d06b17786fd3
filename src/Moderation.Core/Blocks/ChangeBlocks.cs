using System.Text;
using Moderation.Policies;
using Moderation.Privacy;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Blocks;

/// <summary>Makes blocks and lifts them, each with a line in the audit trail.</summary>
internal sealed class ChangeBlocks(
    Database database, BlockStore blocks, SubmissionStore submissions, AuditStore audit, AuthorKeys authors, BlockNames names, NetworkHasher networks, EmailSealer sealer, TimeProvider clock)
{
    /// <summary>The kind under which networks are sealed.</summary>
    public const string NetworkKind = "block-network";

    /// <summary>The block, or what is wrong with the request by member.</summary>
    public async Task<BlockResult> AddAsync(SiteId site, BlockRequest request, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        Dictionary<string, string[]> errors = Check(request, now);
        if (errors.Count > 0)
        {
            return new BlockResult(null, errors);
        }

        Block draft = new()
        {
            BlockId = Guid.CreateVersion7(now),
            Site = site,
            Kind = BlockKind.Name,
            Action = Verdict.Flag,
            MatchHash = [],
            Note = AddressMask.Mask(request.Note),
            CreatedAt = now,
            CreatedBy = request.Actor,
            ExpiresAt = request.ExpiresAt?.ToMicros(),
        };
        BlockResult aimed = request.Kind == "reply"
            ? await AimAtAuthorAsync(draft, request.Value!, cancellationToken).ConfigureAwait(false)
            : Aim(draft, EnumText.Parse<BlockKind>(request.Kind!), request.Value!.Trim(), now);
        if (aimed.Block is not { } block)
        {
            return aimed;
        }

        block = block with { Action = request.Action is null ? BlockRequest.DefaultAction(block.Kind) : EnumText.Parse<Verdict>(request.Action) };
        if (!BlockRequest.Allows(block.Kind, block.Action))
        {
            return BlockResult.Refused("action", block.Kind == BlockKind.Subject
                ? "A verified author who is blocked is rejected."
                : "A name or an address can only be flagged: anyone can type them.");
        }

        await database.RunAsync(
            async (unit, token) =>
            {
                await blocks.AddAsync(unit, block, token).ConfigureAwait(false);
                await audit.AppendManyAsync(unit, [Entry(block, "add_block", request.Actor, now)], token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return new BlockResult(block, errors);
    }

    /// <summary>Ends a block; null when the site has no such block that was not lifted.</summary>
    public Task<Block?> LiftAsync(SiteId site, Guid id, string actor, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (unit, token) =>
            {
                DateTimeOffset now = clock.UtcNowMicros();
                Block? lifted = await blocks.LiftAsync(unit, site, id, now, token).ConfigureAwait(false);
                if (lifted is not null)
                {
                    await audit.AppendManyAsync(unit, [Entry(lifted, "lift_block", actor, now)], token).ConfigureAwait(false);
                }

                return lifted;
            },
            cancellationToken);

    private static Dictionary<string, string[]> Check(BlockRequest request, DateTimeOffset now)
    {
        Dictionary<string, string[]> errors = [];
        if (request.Kind is not ("subject" or "email" or "name" or "network" or "reply"))
        {
            errors["kind"] = ["The kind must be subject, email, name, network or reply."];
        }

        if (string.IsNullOrWhiteSpace(request.Value) || request.Value.Trim().Length > BlockRequest.MaxSubjectChars)
        {
            errors["value"] = [$"The value must say whom to block, in 1 to {BlockRequest.MaxSubjectChars} characters."];
        }

        if (request.Action is not (null or "flag" or "reject"))
        {
            errors["action"] = ["The action must be flag or reject."];
        }

        if (request.ExpiresAt <= now || request.ExpiresAt - now > BlockRequest.Longest)
        {
            errors["expiresAt"] = ["The end must lie ahead, within ten years."];
        }

        if (request.Note?.Length > BlockRequest.MaxNoteChars)
        {
            errors["note"] = [$"The note must have at most {BlockRequest.MaxNoteChars} characters."];
        }

        return errors;
    }

    private BlockResult Aim(Block draft, BlockKind kind, string value, DateTimeOffset now)
    {
        switch (kind)
        {
            case BlockKind.Subject:
                return Of(draft with { Kind = kind, MatchHash = authors.Verified(draft.Site, value), Shown = AddressMask.Mask(value) });
            case BlockKind.Email when EmailAddress.IsPlausible(value):
                return Of(draft with { Kind = kind, MatchHash = sealer.Lookup(draft.Site, value) });
            case BlockKind.Email:
                return BlockResult.Refused("value", "The value must be an e-mail address.");
            case BlockKind.Name:
                return Of(draft with { Kind = kind, MatchHash = names.Hash(draft.Site, value), Shown = AddressMask.Mask(value) });
            case BlockKind.Network when NetworkRange.TryParse(value, out NetworkRange range):
                string text = range.ToString();
                return Of(draft with
                {
                    Kind = kind,
                    MatchHash = networks.RangeHash(draft.Site, text),
                    NetworkSealed = sealer.SealSecret(NetworkKind, draft.BlockId, Encoding.ASCII.GetBytes(text)),
                    ExpiresAt = draft.ExpiresAt ?? now + BlockRequest.NetworkDefault,
                });
        }

        return BlockResult.Refused(
            "value",
            $"The value must be an IPv4 or IPv6 address or a network such as 203.0.113.0/24, not wider than /{NetworkRange.LeastPrefixV4} (IPv6: /{NetworkRange.LeastPrefixV6}).");
    }

    /// <summary>The author of a submission: by the subject when the website vouched for it, else by the address, else by the name.</summary>
    private async Task<BlockResult> AimAtAuthorAsync(Block draft, string id, CancellationToken cancellationToken)
    {
        Submission? row = Guid.TryParseExact(id.Trim(), "D", out Guid value)
            ? await submissions.FindAsync(new SubmissionKey(draft.Site, new SubmissionId(value)), cancellationToken).ConfigureAwait(false)
            : null;
        return row switch
        {
            null => BlockResult.Refused("value", "The value must be the id of a submission of this site."),
            { IsAuthorVerified: true, AuthorKey: { } key } => Of(draft with { Kind = BlockKind.Subject, MatchHash = key, Shown = AddressMask.Mask(row.AuthorName) }),
            { EmailHash: { } hash } => Of(draft with { Kind = BlockKind.Email, MatchHash = hash, Shown = AddressMask.Mask(row.AuthorName) }),
            _ => Of(draft with { Kind = BlockKind.Name, MatchHash = names.Hash(draft.Site, row.AuthorName), Shown = AddressMask.Mask(row.AuthorName) }),
        };
    }

    private static BlockResult Of(Block block) => new(block, new Dictionary<string, string[]>());

    private static AuditEntry Entry(Block block, string change, string actor, DateTimeOffset now) => new()
    {
        EntryId = Guid.CreateVersion7(now),
        Site = block.Site,
        Kind = AuditKind.Admin,
        Actor = actor,
        Decision = change,
        Reason = $"{block.Kind.ToText()}_{block.Action.ToText()}",
        Note = $"block {block.BlockId:D}",
        At = now,
    };
}
