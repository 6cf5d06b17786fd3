using Moderation.Storage;

namespace Moderation.Rotation;

/// <summary>Writes addresses that were sealed anew, by the batch.</summary>
internal sealed class SealedAddresses(Database database)
{
    private static readonly RowSet<Renewed> Rows = new RowSet<Renewed>("renewed")
        .Text("of_site", row => row.Site).Uuid("of_id", row => row.Id).Bytes("before", row => row.Before).Bytes("after", row => row.After);

    private string RenewAddressesSql => $"""
        update submission
        set email_sealed = renewed.after
        from {database.Dialect.Rows(Rows)}
        where submission.site_id = renewed.of_site and submission.id = renewed.of_id and submission.email_sealed = renewed.before
        """;

    /// <summary>Replaces what is still as it was; what changed meanwhile stays. Returns how many were replaced.</summary>
    public Task<int> RenewAsync(Unit unit, IReadOnlyList<Renewed> renewed, CancellationToken cancellationToken) => unit.ExecuteManyAsync(RenewAddressesSql, Rows, renewed, cancellationToken);
}
