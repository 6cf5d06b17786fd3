using Microsoft.AspNetCore.Antiforgery;
using Moderation.Server.Problems;

namespace Moderation.Server.ModeratorConsole;

/// <summary>Refuses a form that does not carry the token of its page. The framework asks for it only where a handler reads a field; here every form must have it.</summary>
internal sealed class FormToken(IAntiforgery antiforgery) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        HttpMethods.IsGet(context.HttpContext.Request.Method) || await antiforgery.IsRequestValidAsync(context.HttpContext).ConfigureAwait(false)
            ? await next(context).ConfigureAwait(false)
            : Problem.Of(ProblemCode.Unreadable);
}
