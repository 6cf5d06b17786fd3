using System.Security.Cryptography;
using System.Text;
using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>Valid things for tests that care about one detail of them.</summary>
internal static class Some
{
    private static long made;

    public static Site Site(string id) => new()
    {
        Id = SiteId.Parse(id),
        Name = "The Gazette",
        AllowedOrigins = ["https://gazette.example"],
        PublicKeySalt = "salt",
        CreatedAt = StoreFixture.Start,
    };

    /// <summary>A new id, later in order than the ones before.</summary>
    public static Guid Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes[8..], Interlocked.Increment(ref made));
        bytes[0] = 1;
        return new Guid(bytes, bigEndian: true);
    }

    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16];

    public static Submission Submission(Page page, SubmissionState state = SubmissionState.Received, Submission? parent = null, DateTimeOffset? at = null)
    {
        SubmissionId id = new(Id());
        DateTimeOffset time = at ?? StoreFixture.Start;
        bool isDecided = state != SubmissionState.Received;
        return new Submission
        {
            Key = new SubmissionKey(page.Site, id),
            PageId = page.PageId,
            ParentId = parent?.Key.Id,
            RootId = parent?.RootId ?? id,
            State = state,
            Version = isDecided ? 1 : 0,
            Source = SubmissionSource.Http,
            AuthorName = "Ana",
            Body = "The old bridge was closed in 2019, not 2020.",
            BodyHash = Hash("the old bridge"),
            ContentHash = Hash("everything"),
            SubmittedAt = time,
            ReceivedAt = time,
            DecidedAt = isDecided ? time : null,
            EffectiveAt = isDecided ? time : null,
        };
    }

    public static VerdictChange Verdict(Submission submission, SubmissionState to, DateTimeOffset? at = null) => new()
    {
        Key = submission.Key,
        From = submission.State,
        ExpectedVersion = submission.Version,
        To = to,
        DecidedAt = at ?? StoreFixture.Start.AddSeconds(1),
        EffectiveAt = at ?? StoreFixture.Start.AddSeconds(1),
        Verdict = to switch
        {
            SubmissionState.Approved => Moderation.Policies.Verdict.Approve,
            SubmissionState.Rejected => Moderation.Policies.Verdict.Reject,
            _ => Moderation.Policies.Verdict.Flag,
        },
        Priority = 0,
        ReasonsJson = "[]",
        PolicyVersion = 1,
    };

    public static OutboxEvent Event(SubmissionKey key, int version = 1, DateTimeOffset? effectiveAt = null) => new()
    {
        EventId = Id(),
        Key = key,
        Version = version,
        RoutingKey = $"{key.Site}.approved",
        Payload = """{"state":"approved"}""",
        OccurredAt = StoreFixture.Start,
        EffectiveAt = effectiveAt ?? StoreFixture.Start,
    };
}
