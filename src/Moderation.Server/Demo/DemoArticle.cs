namespace Moderation.Server.Demo;

/// <summary>The article of the demo page, about an invented town.</summary>
internal static class DemoArticle
{
    /// <summary>The headline, also the title that the form sends.</summary>
    public const string Title = "The evening ferry comes back";

    private static readonly (string Leaves, string From)[] Timetable =
    [
        ("18:40", "Eastwater Quay"), ("19:10", "Nethershore"), ("20:30", "Eastwater Quay"), ("21:00", "Nethershore"), ("22:20", "Eastwater Quay"), ("23:10", "Nethershore"),
    ];

    private static readonly string[] Opening =
    [
        "For three years the day on the lower Lenn has ended at twenty to seven. That is when the last boat left Eastwater Quay, and whoever missed it had the choice between thirty-one minutes of road by way of the bridge at Carr and a very cold swim. From Saturday the river stays open until ten past eleven at night.",
        "The boat is the Heron, which has carried schoolchildren and market traders across since spring. She runs on batteries, seats sixty-four, and takes twelve bicycles and any number of dogs. While passengers walk aboard she charges at the quay for four minutes, roughly the time it takes to drink half a cup of the coffee that is sold at the gate.",
    ];

    private static readonly string[] Middle =
    [
        "The council counted heads before it voted. Volunteers stood at both landings for eight weeks of trial crossings in March and April, and wrote down 5,800 passengers: choir singers, waiters, students with instrument cases, and more nurses than anybody had expected.",
        "One of them is Precious Adeyemi, who works nights at the cottage hospital on the far bank. Until now she has slept in the staff room twice a week. “You do not notice how much of your life is arranged around a boat,” she says, “until somebody moves the boat.”",
    ];

    private static readonly string[] Ending =
    [
        "Not everybody is pleased. The evening service costs the town 180,000 a year more than it earns, and six of the seventeen councillors voted against it. Dafydd Rowlands, who led them, calls it “a lovely thing that we cannot afford while it rains into the school.” He has asked for the figures to be laid before the council again after the first winter.",
        "Captain Ilse Maarten, who has crossed the river some forty thousand times, keeps out of the argument. She worries about fog, about the ramp at Nethershore, which is steep at low water, and about the swans, who have grown used to having the evening to themselves.",
        "A single crossing costs 2.40, and children under sixteen travel free. In strong wind the boat stays where it is; a lamp on the harbour office shows red from half an hour before. The first late boat on Saturday will carry the Nethershore choir, which has not been able to rehearse with its Eastwater tenors since the autumn of 2023. They intend to sing on the way back, whatever the captain says.",
    ];

    /// <summary>Writes the article.</summary>
    public static void Write(HtmlWriter html)
    {
        html.Open("article", ("class", "story")).Line();
        html.Open("header", ("class", "story-head"));
        html.Element("p", "On the river", ("class", "kicker"));
        html.Element("h1", Title);
        html.Element("p", "After three winters without one, Eastwater and Nethershore are joined after dark again. The vote was close, the crossing takes seven minutes, and the swans have not been consulted.", ("class", "standfirst"));
        html.Open("p", ("class", "credit")).Text("By Marit Solheim · ").Element("time", "21 November 2026", ("datetime", "2026-11-21")).Close("p");
        html.Close("header").Line();
        html.Open("figure", ("class", "picture"));
        html.Void("img", ("src", "/demo-ferry.svg"), ("width", "1200"), ("height", "560"), ("alt", "Drawing of a small ferry with lit windows crossing a wide river at dusk, hills behind it."));
        html.Element("figcaption", "The Heron on her way to Nethershore. Drawing for the Gazette").Close("figure").Line();
        html.Open("div", ("class", "prose"));
        Paragraphs(html, Opening);
        WriteTimetable(html);
        Paragraphs(html, Middle);
        html.Open("p", ("class", "pull"), ("aria-hidden", "true")).Text("“You do not notice how much of your life is arranged around a boat.”").Close("p").Line();
        Paragraphs(html, Ending);
        html.Close("div").Close("article").Line();
    }

    private static void Paragraphs(HtmlWriter html, IEnumerable<string> paragraphs)
    {
        foreach (string paragraph in paragraphs)
        {
            html.Element("p", paragraph).Line();
        }
    }

    private static void WriteTimetable(HtmlWriter html)
    {
        html.Open("table", ("class", "timetable")).Element("caption", "After dark, every day").Line();
        html.Open("thead").Open("tr").Element("th", "Leaves", ("scope", "col")).Element("th", "From", ("scope", "col")).Close("tr").Close("thead").Line().Open("tbody");
        foreach ((string leaves, string from) in Timetable)
        {
            html.Open("tr").Element("td", leaves).Element("td", from).Close("tr");
        }

        html.Close("tbody").Close("table").Line();
    }
}
