using MassTransit;
using Moderation.Messaging;
using Moderation.Review;
using Moderation.Storage;

namespace Moderation.Inbound;

/// <summary>Carries out decisions that a content management system sends. One that cannot be carried out goes to the error queue with its reason.</summary>
internal sealed class DecideConsumer(DecideSubmission decide, ErrorQueue errors, StoreWait storeWait) : IConsumer<Delivery>
{
    public async Task Consume(ConsumeContext<Delivery> context)
    {
        ReadDecision read = DecisionReader.Read(context.Message);
        string? code = read.RefusedAs;
        if (read.Request is { } request)
        {
            await storeWait.RunAsync(
                async token => code = CodeOf((await decide.HandleAsync(request, token).ConfigureAwait(false)).Outcome),
                context.CancellationToken).ConfigureAwait(false);
        }

        if (code is not null)
        {
            RefusedMessage refused = new() { Body = context.Message.Body, Properties = context.Message.Properties, Code = code, Members = read.Members };
            await errors.SendAsync(BrokerNames.DecideErrors, [refused], context.CancellationToken).ConfigureAwait(false);
        }
    }

    private static string? CodeOf(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Done or DecisionOutcome.AlreadySo => null,
        DecisionOutcome.Unknown => "reply_unknown",
        DecisionOutcome.NotAllowed or DecisionOutcome.Stale or DecisionOutcome.Claimed => "state_conflict",
    };
}
