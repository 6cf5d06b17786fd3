using Moderation.Contracts;
using Moderation.Messaging;

namespace Moderation.Tests.Messaging;

public sealed class NamingExchanges
{
    [Theory]
    [InlineData("TrainModel", "moderation.train-model")]
    [InlineData("SubmissionsReceived", "moderation.submissions-received")]
    public void An_exchange_is_named_so_that_rights_by_prefix_include_it(string type, string name) => Assert.Equal(name, ExchangeNames.Name(type));

    [Fact]
    public void Every_message_has_a_name_of_its_own() =>
        Assert.Equal(BrokerNames.SubmitReply, new ExchangeNames().FormatEntityName<SubmitReply>());
}
