using Microsoft.AspNetCore.Components;
using Moderation.Administration;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>What could not be judged: why, what it is made of, and what to do about it.</summary>
public sealed partial class ErrorsPage
{
    private WaitingLetters waiting = new([], [], IsBrokerAway: false);

    /// <inheritdoc/>
    public override string Path => "/admin/errors";

    [Inject]
    private ErrorDesk Letters { get; set; } = null!;

    [Inject]
    private Settings.ServerSettings Settings { get; set; } = null!;

    private bool HasBroker => Settings.RabbitMq is not null;

    private protected override async Task LoadAsync() => waiting = await Letters.ListAsync(Stop);

    private protected override async Task<string?> DoAsync(string act) => act switch
    {
        "replay" => await Letters.ReplayQueuedAsync(Field("id"), Me.Actor, Stop) ? "replayed" : "gone",
        "discard" => await Letters.DiscardQueuedAsync(Field("id"), Me.Actor, Stop) ? "discarded" : "gone",
        "replay_stored" => FieldId is { } id && await Letters.ReplayStoredAsync(id, Me.Actor, Stop) ? "replayed" : "gone",
        "discard_stored" => FieldId is { } id && await Letters.DiscardStoredAsync(id, Me.Actor, Stop) ? "discarded" : "gone",
        "replay_all" => await Letters.ReplayAllAsync(Me.Actor, Stop) > 0 ? "replayed" : "gone",
        _ => null,
    };

    private protected override string? SentenceOf(string said) => said switch
    {
        "replayed" => "On its way again. What is still wrong comes back here.",
        "discarded" => "Discarded.",
        "gone" => "It does not wait here any more.",
        _ => null,
    };
}
