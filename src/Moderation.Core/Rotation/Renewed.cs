namespace Moderation.Rotation;

/// <summary>Sealed bytes of a row, as they were and as they are to be.</summary>
internal sealed record Renewed
{
    public required string Site { get; init; }

    public Guid Id { get; init; }

    public required byte[] Before { get; init; }

    public byte[]? After { get; init; }
}
