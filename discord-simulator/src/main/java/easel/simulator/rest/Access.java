package easel.simulator.rest;

import easel.simulator.world.Channel;
import easel.simulator.world.Guild;
import easel.simulator.world.Permission;
import easel.simulator.world.User;
import easel.simulator.world.World;

/// Finds what a call is about, if its user may see it.
final class Access {
  private final World world;

  Access(World world) {
    this.world = world;
  }

  Channel channel(long id, User user) throws ApiError {
    var channel = world.channel(id);
    if (channel == null) {
      throw ApiError.unknownChannel();
    }
    if (!channel.guild().sees(user, channel)) {
      throw ApiError.noAccess();
    }
    return channel;
  }

  Guild guild(long id, User user) throws ApiError {
    var guild = world.guild(id);
    if (guild == null) {
      throw ApiError.unknownGuild();
    }
    if (guild.member(user.id()) == null) {
      throw ApiError.noAccess();
    }
    return guild;
  }

  static void require(Permission permission, User user, Channel channel) throws ApiError {
    if (!channel.guild().may(user, permission, channel)) {
      throw ApiError.noPermission();
    }
  }
}
