// An OpenID Connect provider on a free port. It lets everybody in under the name they type, and says where it is on the first line.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const server = createServer();
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "moderation",
      client_secret: "a secret of the tests, long enough for a provider",
      // On the own machine any port is good: the service chooses one when it starts.
      application_type: "native",
      token_endpoint_auth_method: "client_secret_post",
      redirect_uris: ["http://127.0.0.1/moderate/sign-in/organisation/callback"],
      response_types: ["code"],
      grant_types: ["authorization_code"],
    },
  ],
  cookies: { keys: ["of the tests"] },
  pkce: { required: () => true },
});
server.on("request", provider.callback());
process.stdout.write(`${issuer}\n`);
