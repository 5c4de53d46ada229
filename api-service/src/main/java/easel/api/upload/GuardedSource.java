package easel.api.upload;

import easel.api.outbound.OutboundClient;
import easel.api.outbound.OutboundRequest;
import easel.api.outbound.OutboundResult;
import easel.api.outbound.OutboundUrl.UnusableUrl;
import easel.api.outbound.OutboundUrls;
import java.net.URI;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Fetches pictures past the guard of everything that customers name.
@Component
final class GuardedSource implements PictureSource {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final OutboundUrls urls;
  private final OutboundClient client;

  GuardedSource(OutboundUrls urls, OutboundClient client) {
    this.urls = urls;
    this.client = client;
  }

  @Override
  public byte[] fetch(URI address, int most) throws Unfetchable {
    OutboundRequest request;
    try {
      request = OutboundRequest.get(urls.of(address.toString()), DEADLINE, most);
    } catch (UnusableUrl unusable) {
      throw new Unfetchable(unusable.about("It"));
    }
    return switch (client.exchange(request)) {
      case OutboundResult.Answered(int status, _, byte[] body) when status == 200 -> body;
      case OutboundResult.Answered(int status, _, _) ->
          throw new Unfetchable("It answered %d.".formatted(status));
      case OutboundResult.Refused(var why, _) -> throw new Unfetchable(why);
      case OutboundResult.Failed(var why) -> throw new Unfetchable(why);
    };
  }
}
