namespace Moderation.Intake;

/// <summary>Collects sentences about members by their path, <c>author.name</c> or <c>items[3].body</c>. Allocates nothing until there is an error.</summary>
/// <param name="prefix">What stands before every path: empty, or <c>items[3].</c>.</param>
internal sealed class MemberErrors(string prefix)
{
    /// <summary>The path that stands for a message or an item as a whole.</summary>
    public const string WholeMessage = "message";

    private static readonly Dictionary<string, string[]> None = [];

    private Dictionary<string, string[]>? _errors;

    /// <summary>Takes over what an earlier step found.</summary>
    public MemberErrors(string prefix, IReadOnlyDictionary<string, string[]> earlier)
        : this(prefix)
    {
        if (earlier.Count > 0)
        {
            _errors = new Dictionary<string, string[]>(earlier);
        }
    }

    /// <summary>True when nothing is wrong.</summary>
    public bool IsEmpty => _errors is null;

    /// <summary>Adds a sentence, unless the member or the object around it was already found wrong.</summary>
    public void Add(string path, string sentence)
    {
        string full = FullPath(path);
        if (_errors is not null && (_errors.ContainsKey(full) || IsParentWrong(path)))
        {
            return;
        }

        (_errors ??= [])[full] = [sentence];
    }

    /// <summary>The errors by path; empty when there are none.</summary>
    public IReadOnlyDictionary<string, string[]> ToDictionary() => _errors ?? None;

    private string FullPath(string path) => path == WholeMessage && prefix.Length > 0 ? prefix.TrimEnd('.') : prefix + path;

    private bool IsParentWrong(string path)
    {
        int dot = path.IndexOf('.', StringComparison.Ordinal);
        return _errors!.ContainsKey(FullPath(WholeMessage)) || (dot > 0 && _errors.ContainsKey(prefix + path[..dot]));
    }
}
