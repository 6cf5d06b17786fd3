using System.Collections.Frozen;

namespace Moderation.Policies;

/// <summary>Domains with everything below them.</summary>
internal sealed class DomainSet
{
    private readonly FrozenSet<string> _domains;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    private DomainSet(IEnumerable<string> domains)
    {
        _domains = domains.ToFrozenSet(StringComparer.Ordinal);
        _lookup = _domains.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public static DomainSet Empty { get; } = new([]);

    /// <summary>The domains as people wrote them; what is no domain is left out.</summary>
    public static DomainSet Of(IEnumerable<string>? domains) =>
        domains is null ? Empty : new DomainSet(domains.Select(domain => LinkHost.Canonical(domain)).OfType<string>());

    /// <summary>True when the host, in the form of <see cref="LinkHost"/>, is one of the domains or below one.</summary>
    public bool Covers(ReadOnlySpan<char> host)
    {
        if (_domains.Count == 0)
        {
            return false;
        }

        while (true)
        {
            if (_lookup.Contains(host))
            {
                return true;
            }

            int dot = host.IndexOf('.');
            if (dot < 0)
            {
                return false;
            }

            host = host[(dot + 1)..];
        }
    }
}
