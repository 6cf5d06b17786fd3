namespace Moderation.Rotation;

/// <summary>A column of sealed bytes whose row has one id.</summary>
/// <param name="Table">The table.</param>
/// <param name="Id">The column of its id.</param>
/// <param name="Column">The sealed bytes.</param>
/// <param name="Renew">Seals them anew for the row.</param>
internal sealed record SealedColumn(string Table, string Id, string Column, Func<Guid, byte[], byte[]> Renew);
