using Moderation.Server.Commands;

return await CommandLine.RunAsync(args, CancellationToken.None).ConfigureAwait(false);
