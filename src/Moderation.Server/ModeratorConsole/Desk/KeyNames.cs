namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>Every key of the review screen and what it does: the help sheet lists them, and the command palette carries out those that are one key.</summary>
internal static class KeyNames
{
    /// <summary>The keys as the help sheet shows them.</summary>
    public static readonly IReadOnlyList<(string Keys, string What)> Help =
    [
        ("j ↓", "Next card"),
        ("k ↑", "Card before"),
        ("f a", "Approve, or put back"),
        ("d", "Reject or remove; then 1 to 9 or 0 for the reason, or Enter for the one used last"),
        ("s", "Spam"),
        ("z", "Undo the last one"),
        ("e", "Escalate: pass on to an admin"),
        ("n", "Skip: leave it to others"),
        ("b", "Block the author"),
        ("x ⇧X", "Select; select all from the last one to here"),
        ("⇧A ⇧D ⇧S ⇧Z", "Approve, reject, spam what is selected; undo the last decision about many"),
        ("/", "Search"),
        ("v", "Zen: one card at a time"),
        ("c o u w p", "Thread, page, author, why, policy"),
        ("Space", "Hold to read a covered text"),
        ("t 1 … 8", "Next queue, or a queue by its number"),
        ("Ctrl+K", "All commands by name"),
        ("Esc", "Close what is open"),
        ("?", "This list"),
    ];

    /// <summary>What can be asked for by name, with the key that does it.</summary>
    public static readonly IReadOnlyList<(string Key, string What)> Commands =
    [
        ("f", "Approve, keep or restore"),
        ("d", "Reject or remove, with a reason"),
        ("s", "Spam"),
        ("z", "Undo"),
        ("e", "Escalate to an admin"),
        ("n", "Skip"),
        ("b", "Block the author"),
        ("c", "Thread"),
        ("o", "Page"),
        ("u", "Author"),
        ("w", "Why it is here"),
        ("p", "Policy and house rules"),
        ("x", "Select"),
        ("Shift+X", "Select from the last one to here"),
        ("Shift+A", "Approve what is selected"),
        ("Shift+D", "Reject what is selected"),
        ("Shift+S", "Spam what is selected"),
        ("Shift+Z", "Undo the last decision about many"),
        ("v", "Zen: one card at a time"),
        ("/", "Search"),
        .. QueueNames.All.Select((queue, index) => ($"{index + 1}", $"Queue: {QueueNames.Title(queue)}")),
        ("?", "Keys"),
    ];

    /// <summary>The commands whose name has every word that was typed.</summary>
    public static IEnumerable<(string Key, string What)> Find(string typed)
    {
        string[] words = typed.Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Commands.Where(command => words.All(word => command.What.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>A key as it is written on buttons.</summary>
    public static string Shown(string key) => key.Replace("Shift+", "⇧", StringComparison.Ordinal);
}
