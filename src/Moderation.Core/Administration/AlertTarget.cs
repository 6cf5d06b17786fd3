namespace Moderation.Administration;

/// <summary>Who is told: a webhook. Where it leads and what signs it is stored sealed.</summary>
internal sealed record AlertTarget
{
    /// <summary>What stands for the mail server where a webhook is named by its id.</summary>
    public const string Mail = "mail";

    public required Guid TargetId { get; init; }

    /// <summary>The id of the only site it is told about; null: everything.</summary>
    public string? SiteId { get; init; }

    /// <summary>The host it leads to, for lists.</summary>
    public required string Shown { get; init; }

    public required byte[] UrlSealed { get; init; }

    public required byte[] SecretSealed { get; init; }

    /// <summary>Whether it is told about a site; null: about the installation.</summary>
    public bool IsFor(Sites.SiteId? site) => SiteId is null || SiteId == site?.Value;

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The actor who added it.</summary>
    public required string CreatedBy { get; init; }
}
