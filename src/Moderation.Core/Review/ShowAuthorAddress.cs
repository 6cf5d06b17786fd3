using Moderation.Privacy;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Review;

/// <summary>Shows a person the address that an author gave, which is written into the audit trail before it is shown. Masked, unless the caller may see it in full.</summary>
internal sealed class ShowAuthorAddress(Database database, SubmissionStore submissions, AuditStore audit, EmailSealer sealer, TimeProvider clock)
{
    private const string Hidden = "…";

    /// <summary>The address, masked as <c>a…@e….net</c> unless <paramref name="isFull"/>; null when there is none or it is not kept any more.</summary>
    public Task<string?> HandleAsync(SubmissionKey key, string actor, bool isFull, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            if (await submissions.FindAsync(unit, key, token).ConfigureAwait(false) is not { EmailSealed: { } sealedAddress } found)
            {
                return null;
            }

            DateTimeOffset now = clock.UtcNowMicros();
            AuditEntry entry = new()
            {
                EntryId = Guid.CreateVersion7(now),
                Site = key.Site,
                SubmissionId = key.Id,
                Version = found.Version,
                Kind = AuditKind.Disclosure,
                Actor = actor,
                Decision = isFull ? "address_in_full" : "address_masked",
                At = now,
            };
            await audit.AppendManyAsync(unit, [entry], token).ConfigureAwait(false);
            string address = sealer.Open(key.Site, key.Id.Value, sealedAddress);
            return isFull ? address : Mask(address);
        },
        cancellationToken);

    /// <summary>Enough to tell two authors apart, too little to write to one.</summary>
    internal static string Mask(string address)
    {
        int at = address.LastIndexOf('@');
        int dot = address.LastIndexOf('.');
        return at < 1 || dot < at + 2 ? Hidden : $"{First(address)}{Hidden}@{First(address[(at + 1)..])}{Hidden}{address[dot..]}";
    }

    private static string First(string text) => text[..(char.IsHighSurrogate(text[0]) && text.Length > 1 ? 2 : 1)];
}
