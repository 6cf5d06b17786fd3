namespace Moderation.Server.Samples;

/// <summary>A page that sample replies are about.</summary>
internal sealed record SamplePage
{
    /// <summary>One of the topics of <c>comments.jsonl</c>: <c>ferry</c>, <c>library</c>, <c>mill</c>, <c>pool</c>, <c>cycleway</c>, <c>bakery</c>.</summary>
    public required string Topic { get; init; }

    /// <summary>Absolute address of the page.</summary>
    public required string Url { get; init; }

    /// <summary>The website's own name for the page; null when it has none.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The headline.</summary>
    public required string Title { get; init; }

    /// <summary>Six articles of an invented local newspaper, one for each topic.</summary>
    public static IReadOnlyList<SamplePage> All { get; } =
    [
        new() { Topic = "ferry", Url = "https://gazette.example/2026/evening-ferry", ExternalId = "post-5107", Title = "The evening ferry comes back" },
        new() { Topic = "library", Url = "https://gazette.example/2026/library-sundays", ExternalId = "post-5112", Title = "Tollgate Library opens on Sundays and closes on Wednesdays" },
        new() { Topic = "mill", Url = "https://gazette.example/2026/carders-mill", ExternalId = "post-5118", Title = "140 homes planned at Carder's Mill" },
        new() { Topic = "pool", Url = "https://gazette.example/2026/orchard-lane-pool", ExternalId = "post-5123", Title = "Orchard Lane pool to close for fourteen months" },
        new() { Topic = "cycleway", Url = "https://gazette.example/2026/station-road", ExternalId = "post-5131", Title = "Station Road cycle lane is here to stay" },
        new() { Topic = "bakery", Url = "https://gazette.example/2026/pump-street-bakery", ExternalId = "post-5140", Title = "After 41 years, the Pump Street baker hangs up her apron" },
    ];
}
