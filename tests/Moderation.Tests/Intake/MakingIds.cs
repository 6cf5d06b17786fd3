using Moderation.Intake;
using Moderation.Sites;

namespace Moderation.Tests.Intake;

public sealed class MakingIds
{
    private static readonly SiteId Gazette = SiteId.Parse("gazette");
    private static readonly SiteId Herald = SiteId.Parse("herald");

    [Fact]
    public void A_text_always_gives_the_same_uuid_of_version_5()
    {
        Guid id = SubmissionIds.FromText(Gazette, "message-1").Value;

        // Computed with another implementation of RFC 9562: uuid5(namespace, "gazette\nmessage-1").
        Assert.Equal(new Guid("1f768812-3b56-5ebf-bdf1-6ef112fb89cd"), id);
        Assert.Equal(5, id.Version);
        Assert.Equal(id, SubmissionIds.FromText(Gazette, "message-1").Value);
    }

    [Fact]
    public void Sites_and_texts_do_not_share_ids()
    {
        Assert.NotEqual(SubmissionIds.FromText(Gazette, "message-1"), SubmissionIds.FromText(Herald, "message-1"));
        Assert.NotEqual(SubmissionIds.FromText(Gazette, "message-1"), SubmissionIds.FromText(Gazette, "message-2"));
    }

    [Fact]
    public void A_message_id_that_is_a_uuid_stays_as_it_is() =>
        Assert.Equal("01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10", SubmissionIds.FromMessageId(Gazette, "01937F3E-8C1A-7CC2-B5A6-0F6E5B1C9D10", null).ToString());

    [Fact]
    public void Items_of_one_message_have_ids_of_their_own()
    {
        const string messageId = "01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10";

        Assert.NotEqual(SubmissionIds.FromMessageId(Gazette, messageId, 0), SubmissionIds.FromMessageId(Gazette, messageId, 1));
        Assert.Equal(SubmissionIds.FromMessageId(Gazette, messageId, 1), SubmissionIds.FromMessageId(Gazette, messageId, 1));
    }

    [Fact]
    public void The_nil_uuid_names_nothing() =>
        Assert.Equal(5, SubmissionIds.FromMessageId(Gazette, Guid.Empty.ToString("D"), null).Value.Version);
}
