package easel.common.message;

/// A picture that lies in the object store until it is brought to Discord or Midjourney for its
/// command.
///
/// @param key its key there; what follows the last `/` is its file name at Discord
public record Upload(String key) {
  public String filename() {
    return key.substring(key.lastIndexOf('/') + 1);
  }
}
