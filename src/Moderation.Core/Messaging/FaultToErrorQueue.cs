using MassTransit;

namespace Moderation.Messaging;

/// <summary>
/// Where MassTransit itself gives up on a message, it goes the way of everything that cannot be judged. The name of the fault is told, never its text:
/// that may repeat what somebody typed.
/// </summary>
internal sealed class FaultToErrorQueue(ErrorQueue errors, string exchange) : IFilter<ExceptionReceiveContext>, IFilter<ReceiveContext>
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        await SendAsync(context, "fault").ConfigureAwait(false);
        await next.Send(context).ConfigureAwait(false);
    }

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        await SendAsync(context, "unknown_type").ConfigureAwait(false);
        await next.Send(context).ConfigureAwait(false);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("errorQueue");

    private Task SendAsync(ReceiveContext context, string code)
    {
        if (!context.TryGetPayload(out RabbitMqBasicConsumeContext? received))
        {
            throw new InvalidOperationException("Only messages of RabbitMQ go to an error queue.");
        }

        return errors.SendAsync(exchange, [new RefusedMessage { Body = context.Body.GetBytes(), Properties = received.Properties, Code = code }], context.CancellationToken);
    }
}
