using System.Globalization;
using System.Net;
using Moderation.Server.Problems;

namespace Moderation.Server.Security;

/// <summary>Bounds anonymous reads from one network address.</summary>
internal sealed class PublicReadLimit(CallerLimits limits) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext request = context.HttpContext;
        if (limits.TryTakePublicRead(request.Connection.RemoteIpAddress ?? IPAddress.None, out int retryAfterSeconds))
        {
            return next(context);
        }

        request.Response.Headers.RetryAfter = retryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return ValueTask.FromResult<object?>(Problem.Of(ProblemCode.TooMany));
    }
}
