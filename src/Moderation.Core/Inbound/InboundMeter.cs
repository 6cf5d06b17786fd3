using System.Diagnostics.Metrics;

namespace Moderation.Inbound;

/// <summary>What is counted about the queue.</summary>
internal sealed class InboundMeter
{
    private readonly Counter<long> refused;
    private readonly Counter<long> idsMade;

    public InboundMeter(IMeterFactory meters)
    {
        Meter meter = meters.Create("Moderation");
        refused = meter.CreateCounter<long>("moderation.inbound.refused", "{reply}", "Messages and items of the queue that went to the error queue, by code");
        idsMade = meter.CreateCounter<long>("moderation.inbound.ids_made", "{reply}", "Replies of the queue whose sender gave neither an id nor a message id");
    }

    public void Refused(string code) => refused.Add(1, new KeyValuePair<string, object?>("code", code));

    public void IdMade() => idsMade.Add(1);
}
