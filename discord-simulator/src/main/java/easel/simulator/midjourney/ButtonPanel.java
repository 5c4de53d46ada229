package easel.simulator.midjourney;

import easel.simulator.world.Message.Button;
import easel.simulator.world.Message.Components;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The buttons below a finished picture.
enum ButtonPanel {
  GRID,
  ONE,
  UPSCALED,
  ANIMATION,
  VIDEO;

  private static final int BLUE = 1;
  private static final int GREY = 2;
  private static final int LINK = 5;

  Components on(String job, String buttonSet) {
    return new Panel(this, job, buttonSet, Set.of());
  }

  /// The same buttons with one more turned blue.
  static Components pressed(Components components, String customId) {
    if (!(components instanceof Panel panel) || panel.pressed.contains(customId)) {
      return components;
    }
    var pressed = new ArrayList<>(panel.pressed);
    pressed.add(customId);
    return new Panel(panel.kind, panel.job, panel.buttonSet, Set.copyOf(pressed));
  }

  private record Panel(ButtonPanel kind, String job, String buttonSet, Set<String> pressed)
      implements Components {
    @Override
    public List<List<Button>> rows() {
      return switch (kind) {
        case GRID -> grid();
        case ONE -> one();
        case UPSCALED -> upscaled();
        case ANIMATION -> animation();
        case VIDEO -> video();
      };
    }

    private List<List<Button>> grid() {
      var first = new ArrayList<Button>();
      var second = new ArrayList<Button>();
      for (var n = 1; n <= 4; n++) {
        first.add(button("U" + n, null, "MJ::JOB::upsample::" + n + "::" + job));
        second.add(button("V" + n, null, "MJ::JOB::variation::" + n + "::" + job));
      }
      first.add(button(null, "🔄", "MJ::JOB::reroll::0::" + job + "::SOLO"));
      return List.of(first, second);
    }

    private List<List<Button>> one() {
      var rows = new ArrayList<List<Button>>();
      if (buttonSet.equals("v5")) {
        rows.add(bySize("Upscale"));
      } else if (!buttonSet.equals("v8hd")) {
        rows.add(
            List.of(
                button("Upscale (Subtle)", null, solo("MJ::JOB::upsample_v7_2x_subtle::1::")),
                button("Upscale (Creative)", null, solo("MJ::JOB::upsample_v7_2x_creative::1::"))));
      }
      rows.add(vary());
      if (buttonSet.equals("v7") || buttonSet.equals("v5")) {
        rows.add(zoom());
        rows.add(
            List.of(
                button(null, "⬅️", solo("MJ::JOB::pan_left::1::")),
                button(null, "➡️", solo("MJ::JOB::pan_right::1::")),
                button(null, "⬆️", solo("MJ::JOB::pan_up::1::")),
                button(null, "⬇️", solo("MJ::JOB::pan_down::1::"))));
      }
      rows.add(last());
      return rows;
    }

    private List<List<Button>> upscaled() {
      return buttonSet.equals("v5")
          ? List.of(bySize("Redo Upscale"), vary(), last())
          : List.of(vary(), last());
    }

    private List<List<Button>> animation() {
      var row = new ArrayList<Button>();
      for (var n = 1; n <= 4; n++) {
        row.add(button("U" + n, null, "MJ::JOB::video_virtual_upscale::" + n + "::" + job));
      }
      row.add(button(null, "🔄", solo("MJ::JOB::reroll::0::")));
      return List.of(row);
    }

    private List<List<Button>> video() {
      return List.of(
          List.of(
              button("Extend (High motion)", null, solo("MJ::JOB::animate_high_extend::1::")),
              button("Extend (Low motion)", null, solo("MJ::JOB::animate_low_extend::1::"))));
    }

    private List<Button> bySize(String label) {
      return List.of(
          button(label + " (2x)", null, solo("MJ::JOB::upsample_v5_2x::1::")),
          button(label + " (4x)", null, solo("MJ::JOB::upsample_v5_4x::1::")));
    }

    private List<Button> zoom() {
      var zoom = new ArrayList<Button>();
      zoom.add(button("Zoom Out 2x", "🔍", solo("MJ::Outpaint::50::1::")));
      zoom.add(button("Zoom Out 1.5x", "🔍", solo("MJ::Outpaint::75::1::")));
      zoom.add(button("Custom Zoom", "🔍", "MJ::CustomZoom::" + job));
      if (buttonSet.equals("v5")) {
        zoom.add(button("Make Square", "↔️", solo("MJ::Outpaint::100::1::")));
      }
      return zoom;
    }

    private List<Button> vary() {
      return List.of(
          button("Vary (Subtle)", "🪄", solo("MJ::JOB::low_variation::1::")),
          button("Vary (Strong)", "🪄", solo("MJ::JOB::high_variation::1::")),
          button("Vary (Region)", "🖌️", solo("MJ::Inpaint::1::")));
    }

    private List<Button> last() {
      var last = new ArrayList<Button>();
      if (buttonSet.equals("v7")) {
        last.add(button("Animate (High motion)", "🎞️", solo("MJ::JOB::animate_high::1::")));
        last.add(button("Animate (Low motion)", "🎞️", solo("MJ::JOB::animate_low::1::")));
      }
      last.add(button("Favorite", "❤️", "MJ::BOOKMARK::" + job));
      last.add(new Button(LINK, "Web", null, null, "https://www.midjourney.com/jobs/" + job));
      return last;
    }

    private String solo(String start) {
      return start + job + "::SOLO";
    }

    private Button button(@Nullable String label, @Nullable String emoji, String customId) {
      var style = pressed.contains(customId) ? BLUE : GREY;
      return new Button(style, label, emoji, customId, null);
    }
  }
}
