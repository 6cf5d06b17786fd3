namespace Moderation.Pages;

/// <summary>What a page accepts and shows. In JSON and in the store: the lower-case name.</summary>
public enum PageMode
{
    /// <summary>Shows comments and accepts submissions.</summary>
    Open,

    /// <summary>Accepts submissions and flags every one.</summary>
    Premoderated,

    /// <summary>Shows comments and accepts nothing for now.</summary>
    Readonly,

    /// <summary>Shows comments and accepts nothing any more.</summary>
    Closed,

    /// <summary>Shows nothing and accepts nothing.</summary>
    Hidden,
}
