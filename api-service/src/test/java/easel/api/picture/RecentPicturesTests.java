package easel.api.picture;

import static org.assertj.core.api.Assertions.assertThat;

import easel.api.picture.RecentPictures.Recent;
import org.junit.jupiter.api.Test;

class RecentPicturesTests {
  private final RecentPictures<String> pictures = new RecentPictures<>(100);

  @Test
  void whatWasAskedForLongestAgoMakesRoom() {
    pictures.put("first", ofBytes(40));
    pictures.put("second", ofBytes(40));
    assertThat(pictures.find("first", "link")).isPresent();

    pictures.put("third", ofBytes(40));

    assertThat(pictures.find("second", "link")).isEmpty();
    assertThat(pictures.find("first", "link")).isPresent();
    assertThat(pictures.find("third", "link")).isPresent();
  }

  @Test
  void aLaterPictureOfOneJobTakesTheRoomOfTheEarlier() {
    for (int i = 0; i < 10; i++) {
      pictures.put("job", ofBytes(60));
    }
    pictures.put("other", ofBytes(40));
    assertThat(pictures.find("job", "link")).isPresent();
    assertThat(pictures.find("other", "link")).isPresent();
  }

  @Test
  void anotherLinkIsAnotherPicture() {
    pictures.put("job", ofBytes(1));
    assertThat(pictures.find("job", "another")).isEmpty();
  }

  @Test
  void whatIsLargerThanAllRoomIsNotKept() {
    pictures.put("job", ofBytes(101));
    assertThat(pictures.find("job", "link")).isEmpty();
  }

  private static Recent ofBytes(int length) {
    return new Recent("link", PictureType.PNG, new byte[length]);
  }
}
