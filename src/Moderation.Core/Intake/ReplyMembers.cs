using System.Text.Json;
using Moderation.Contracts;

namespace Moderation.Intake;

/// <summary>Reads the members of one reply from a JSON object. Unknown members are skipped; of a member given twice the last counts.</summary>
internal sealed class ReplyMembers
{
    private readonly MemberErrors _errors;
    private readonly MemberReader _values;
    private string? _id;
    private string? _site;
    private PageReference? _page;
    private string? _parentId;
    private string? _replacesId;
    private AuthorDetails? _author;
    private string? _body;
    private DateTimeOffset? _submittedAt;
    private ClientDetails? _client;
    private string? _honeypot;
    private double? _elapsedSeconds;

    /// <summary>Begins with no member read.</summary>
    /// <param name="prefix">What stands before the paths of its members in errors.</param>
    public ReplyMembers(string prefix)
    {
        _errors = new MemberErrors(prefix);
        _values = new MemberReader(_errors);
    }

    /// <summary>True when the object has a <c>body</c>, of whatever type.</summary>
    public bool HasBody { get; private set; }

    /// <summary>Reads the value of the member that the reader stands on. False when the name is not one of a reply: the value is not read.</summary>
    public bool TryRead(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("id"u8))
        {
            _id = _values.ReadText(ref json, "id");
        }
        else if (json.ValueTextEquals("site"u8))
        {
            _site = _values.ReadText(ref json, "site");
        }
        else if (json.ValueTextEquals("page"u8))
        {
            _page = ReadPage(ref json);
        }
        else if (json.ValueTextEquals("parentId"u8))
        {
            _parentId = _values.ReadText(ref json, "parentId");
        }
        else if (json.ValueTextEquals("replacesId"u8))
        {
            _replacesId = _values.ReadText(ref json, "replacesId");
        }
        else if (json.ValueTextEquals("author"u8))
        {
            _author = ReadAuthor(ref json);
        }
        else if (json.ValueTextEquals("body"u8))
        {
            _body = _values.ReadText(ref json, "body");
            HasBody = json.TokenType != JsonTokenType.Null;
        }
        else if (json.ValueTextEquals("submittedAt"u8))
        {
            _submittedAt = _values.ReadTime(ref json, "submittedAt");
        }
        else if (json.ValueTextEquals("client"u8))
        {
            _client = ReadClient(ref json);
        }
        else if (json.ValueTextEquals("honeypot"u8))
        {
            _honeypot = _values.ReadText(ref json, "honeypot");
        }
        else if (json.ValueTextEquals("elapsedSeconds"u8))
        {
            _elapsedSeconds = _values.ReadNumber(ref json, "elapsedSeconds");
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>Adds an error that the caller found.</summary>
    public void Refuse(string path, string sentence) => _errors.Add(path, sentence);

    /// <summary>What was read.</summary>
    public ReadReply ToReply(int? index) => new()
    {
        Index = index,
        IsUnreadable = _values.IsUnreadable,
        Errors = _errors.ToDictionary(),
        Reply = new SubmitReply
        {
            Id = _id,
            Site = _site,
            Page = _page,
            ParentId = _parentId,
            ReplacesId = _replacesId,
            Author = _author,
            Body = _body,
            SubmittedAt = _submittedAt,
            Client = _client,
            Honeypot = _honeypot,
            ElapsedSeconds = _elapsedSeconds,
        },
    };

    private PageReference? ReadPage(ref Utf8JsonReader json)
    {
        if (!_values.EnterObject(ref json, "page"))
        {
            return null;
        }

        string? url = null;
        string? id = null;
        string? title = null;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (json.ValueTextEquals("url"u8))
            {
                url = _values.ReadText(ref json, "page.url");
            }
            else if (json.ValueTextEquals("id"u8))
            {
                id = _values.ReadText(ref json, "page.id");
            }
            else if (json.ValueTextEquals("title"u8))
            {
                title = _values.ReadText(ref json, "page.title");
            }
            else
            {
                json.Skip();
            }
        }

        return new PageReference { Url = url, Id = id, Title = title };
    }

    private AuthorDetails? ReadAuthor(ref Utf8JsonReader json)
    {
        if (!_values.EnterObject(ref json, "author"))
        {
            return null;
        }

        string? name = null;
        string? email = null;
        string? url = null;
        string? identity = null;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (json.ValueTextEquals("name"u8))
            {
                name = _values.ReadText(ref json, "author.name");
            }
            else if (json.ValueTextEquals("email"u8))
            {
                email = _values.ReadText(ref json, "author.email");
            }
            else if (json.ValueTextEquals("url"u8))
            {
                url = _values.ReadText(ref json, "author.url");
            }
            else if (json.ValueTextEquals("identity"u8))
            {
                identity = _values.ReadText(ref json, "author.identity");
            }
            else
            {
                json.Skip();
            }
        }

        return new AuthorDetails { Name = name, Email = email, Url = url, Identity = identity };
    }

    private ClientDetails? ReadClient(ref Utf8JsonReader json)
    {
        if (!_values.EnterObject(ref json, "client"))
        {
            return null;
        }

        string? address = null;
        string? userAgent = null;
        string? referrer = null;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (json.ValueTextEquals("ip"u8))
            {
                address = _values.ReadText(ref json, "client.ip");
            }
            else if (json.ValueTextEquals("userAgent"u8))
            {
                userAgent = _values.ReadText(ref json, "client.userAgent");
            }
            else if (json.ValueTextEquals("referrer"u8))
            {
                referrer = _values.ReadText(ref json, "client.referrer");
            }
            else
            {
                json.Skip();
            }
        }

        return new ClientDetails { Ip = address, UserAgent = userAgent, Referrer = referrer };
    }
}
