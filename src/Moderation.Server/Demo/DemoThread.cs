using Moderation.Contracts;

namespace Moderation.Server.Demo;

/// <summary>
/// The replies that the demo article begins with. They are submitted like any other and judged like any other; their ids are fixed, so that sending
/// them again changes nothing.
/// </summary>
internal static class DemoThread
{
    private static readonly Entry[] Entries =
    [
        new("01934a10-0000-7000-8000-000000000001", null, "Beatriz Marques", 1310, """
            I have lived on the Nethershore side since 1996 and I had forgotten that one can simply go out for supper. We have already booked a table for Saturday.

            To the crew: the lamp on the harbour office is a lovely idea. Please keep it lit in the fog as well.
            """),
        new("01934a10-0000-7000-8000-000000000002", "01934a10-0000-7000-8000-000000000001", "Tunde Balogun", 1275, "It is lit in fog, my brother-in-law looks after it. Red for no boat, white for a late boat, and if it is dark he has overslept."),
        new("01934a10-0000-7000-8000-000000000003", "01934a10-0000-7000-8000-000000000002", "Beatriz Marques", 1244, "Then I shall knock on his window on the way past. Thank you, Tunde!"),
        new("01934a10-0000-7000-8000-000000000004", null, "Geoffrey Whitlock", 1120, "I voted for two of the councillors who said no, and I think they were right. 180,000 a year is four teaching assistants. Nobody is against the boat. We are against finding out in March which school pays for it."),
        new("01934a10-0000-7000-8000-000000000005", "01934a10-0000-7000-8000-000000000004", "Leyla Aydın", 1065, "A fair question, but those are two different budgets. The ferry money comes from the county transport grant and could not be spent on staff even if everybody wanted to. It is on page four of the council paper."),
        new("01934a10-0000-7000-8000-000000000006", "01934a10-0000-7000-8000-000000000005", "Geoffrey Whitlock", 980, "I have read page four now. You are right about the grant. I would still like to hear it from the council and not from the comment section, but thank you."),
        new("01934a10-0000-7000-8000-000000000007", null, "Mei Zhang", 640, "Does the 22:20 wait when the city train is late? It was eleven minutes behind every evening last week."),
        new("01934a10-0000-7000-8000-000000000008", "01934a10-0000-7000-8000-000000000007", "Ruth at the harbour office", 585, "Up to ten minutes, if the driver rings us. The agreement with the railway begins on Monday. It hangs on our notice board, with the telephone number."),
        new("01934a10-0000-7000-8000-000000000009", null, "Søren", 215, "Small correction: the trial ran for nine weeks, not eight. I stood at the landing with the clicker in my hand and I remember every one of them."),
    ];

    /// <summary>The replies in an order in which every parent comes before what replies to it.</summary>
    /// <param name="pageUrl">The address of the demo page.</param>
    /// <param name="now">They were submitted during the day before.</param>
    public static IReadOnlyList<SubmitReply> Replies(string pageUrl, DateTimeOffset now) =>
    [
        .. Entries.Select(entry => new SubmitReply
        {
            Id = entry.Id,
            Page = new PageReference { Url = pageUrl, Title = DemoArticle.Title },
            ParentId = entry.ParentId,
            Author = new AuthorDetails { Name = entry.Name },
            Body = entry.Body.ReplaceLineEndings("\n"),
            SubmittedAt = now.AddMinutes(-entry.MinutesAgo),
        }),
    ];

    private sealed record Entry(string Id, string? ParentId, string Name, int MinutesAgo, string Body);
}
